// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same bytes in another text (T3). */
@DisplayName("T3: the same bytes in another text")
class ByteTextTest {
    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "00112233445566778899aabbccddeeff",
                "00112233445566778899AABBCCDDEEFF",
                "0x00112233445566778899aabbccddeeff",
                "0X00112233445566778899aabbccddeeff",
                "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
                "00 11 22 33 44 55 66 77  88 99 aa bb cc dd ee ff",
                " 0011223344556677 8899aabbccddeeff\t",
                "ABEiM0RVZneImaq7zN3u/w==",
                "ABEiM0RVZneImaq7zN3u/w",
                "ABEiM0RVZneImaq7zN3u_w==",
                "ABEiM0RVZneImaq7zN3u_w",
                "ABEiM0RVZneI maq7zN3u/w== "
            })
    void notationsOfSixteenBytesAreTheSame(String text) {
        assertThat(ByteText.readExactly(text, 16)).contains(Bytes.ofHex("00112233445566778899aabbccddeeff"));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "",
                "0x",
                "0",
                "00112233445566778899aabbccddeef",
                "00112233445566778899aabbccddeefg",
                "0:0112233445566778899aabbccddeef",
                "00112233445566778899aabbccddeeff00",
                "0x0x112233445566778899aabbccddeeff",
                "ABEiM0RVZneImaq7zN3u/w=",
                "ABEiM0RVZneImaq7zN3u/_==",
                "ABEiM0RVZneImaq7zN3u/wAA",
                "-----BEGIN"
            })
    void whatIsNotSixteenBytesIsNotRead(String text) {
        assertThat(ByteText.readExactly(text, 16)).isEmpty();
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource({
        "abcd, 2, hexadecimal",
        "AAAA, 2, hexadecimal that base64 could be too",
        "q83v, , base64 that hexadecimal with a slip could be",
        "q80=, 2, base64 by its padding",
        "q80, 2, base64 by its odd length",
        "0x1, , hexadecimal that lacks a digit",
        "0x123g5, , hexadecimal with a slip",
        "abc, , hexadecimal that lacks a digit"
    })
    void lengthTellsNotationsApartWhereAnyNumberIsTaken(String text, Integer bytes, String because) {
        assertThat(ByteText.read(text, 64).map(Bytes::length).orElse(null))
                .as(because)
                .isEqualTo(bytes);
    }

    @Test
    void digestOfAnotherSizeIsNotTakenForBase64() {
        String digest = "5d6b1b5a7a6f4ecdd9a2d8d5b0e9b0f59d9f3a1f0a3d1f5d6b1b5a7a6f4ecdd9";

        assertThat(ByteText.read(digest, 48)).contains(Bytes.ofHex(digest));
        assertThat(ByteText.readExactly(digest, 48)).isEmpty();
    }

    @Test
    void everyNotationOfRandomBytesIsRead() {
        Random random = new Random(5);
        for (int size : new int[] {8, 16, 20, 32, 48, 64, 96, 4096}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Bytes expected = Bytes.of(bytes);
            assertThat(ByteText.readExactly(expected.hex(), size)).contains(expected);
            assertThat(ByteText.readExactly(HexFormat.ofDelimiter(":").formatHex(bytes), size))
                    .contains(expected);
            assertThat(ByteText.readExactly(Base64Text.encode(expected), size)).contains(expected);
            assertThat(ByteText.readExactly(Base64Text.encodeLines(expected, 64), size))
                    .contains(expected);
        }
    }

    @Test
    void textWithoutEndIsNotRead() {
        assertThat(ByteText.read("00".repeat(1 << 20), 48)).isEmpty();
    }
}
