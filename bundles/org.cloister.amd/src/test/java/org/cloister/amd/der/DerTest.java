// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Arrays;
import org.cloister.amd.testdata.Hostile;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the distinguished encoding rules allow, and nothing else. */
class DerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0500",
                "0101ff",
                "010100",
                "020100",
                "02017f",
                "02020080",
                "0201ff",
                "0202ff7f",
                "030100",
                "030200ff",
                "03020780",
                "0400",
                "0404deadbeef",
                "06032a0304",
                "06022a00",
                "0c02c3a9",
                "13026162",
                "16026162",
                "170d3233303430333139323334335a",
                "180f32303233303430333139323334335a",
                "3000",
                "3100",
                "30050201050500",
                "a0030201ff",
                "8001ff"
            })
    void onlyFormIsRead(String hex) {
        Bytes bytes = Bytes.ofHex(hex);

        assertThat(Der.of(bytes, "test").encoded()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "'', der.truncated",
        "30, der.truncated",
        "3081, der.truncated",
        "308201, der.truncated",
        "3001, der.length",
        "040500, der.length",
        "300402050102, der.length",
        "3080, der.length",
        "30800000, der.length",
        "30840000000101, der.length",
        "308100, der.length",
        "30817f, der.length",
        "04820001ff, der.length",
        "050000, der.trailing",
        "3003050000, der.truncated",
        "1f0100, der.tag",
        "bf210100, der.tag",
        "2500, der.tag",
        "2203020100, der.tag",
        "0001ff, der.value",
        "1000, der.value",
        "1100, der.value",
        "010101, der.value",
        "0100, der.value",
        "0102ffff, der.value",
        "0200, der.value",
        "02020001, der.value",
        "0202ffff, der.value",
        "0300, der.value",
        "030101, der.value",
        "030208ff, der.value",
        "03020701, der.value",
        "050100, der.value",
        "0600, der.value",
        "0602802a, der.value",
        "060180, der.value",
        "06032a8001, der.value",
        "1301ff, der.value",
        "170b323330343033313932335a, der.value",
        "170d3233303430333139323334332b, der.value",
        "170d32333034303331393233343a5a, der.value",
        "180d3233303430333139323334335a, der.value",
        "3005a003010101, der.value"
    })
    void anythingElseIsRefused(String hex, String code) {
        refused(code, () -> Der.of(Bytes.ofHex(hex), "test"));
    }

    @Test
    void placeIsNamed() {
        assertThat(refused("der.value", () -> Der.of(Bytes.ofHex("30080500a0040202ffff"), "chain.pem"))
                        .where())
                .isEqualTo("chain.pem, offset 0x6");
    }

    @Test
    void lengthsOfEverySizeAreRead() {
        for (int length : new int[] {0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000}) {
            Bytes bytes = octets(length);
            assertThat(Der.of(bytes, "test").content().length()).isEqualTo(length);
        }
    }

    private static Bytes octets(int length) {
        String head = length < 0x80
                ? String.format("04%02x", length)
                : length < 0x100
                        ? String.format("0481%02x", length)
                        : length < 0x10000 ? String.format("0482%04x", length) : String.format("0483%06x", length);
        return Bytes.ofHex(head + "00".repeat(length));
    }

    @Test
    void depthIsLimited() {
        assertThat(Der.of(nested(16), "test").tag()).isEqualTo(0x30);
        refused("der.depth", () -> Der.of(nested(17), "test"));
        refused("der.depth", () -> Der.of(nested(10000), "test"));
    }

    private static Bytes nested(int depth) {
        String inner = "3000";
        Bytes bytes = Bytes.ofHex(inner);
        for (int i = 0; i < depth; i++) {
            int length = bytes.length();
            String head = length < 0x80
                    ? String.format("30%02x", length)
                    : length < 0x100 ? String.format("3081%02x", length) : String.format("3082%04x", length & 0xffff);
            if (length > 0xffff) {
                break;
            }
            bytes = Bytes.ofHex(head + bytes.hex());
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"30040202005a", "30040302085a", "300401025a5a", "30005a5a", "3006a0040202005a"})
    void problemWithASecretTellsItsPlaceAndNothingOfIt(String hex) {
        byte[] key = Bytes.ofHex(hex).toArray();

        var problem = refused("key.der", () -> Der.ofSecret(key, "key.pem", "key.der"));

        assertThat(problem.where()).startsWith("key.pem, offset 0x").endsWith(" of the decoded key");
        assertThat(problem.message()).doesNotContain("5a").doesNotContain("90");
    }

    @Test
    void elementOfASecretIsGoneWithItsArray() {
        byte[] key = Bytes.ofHex("30060404deadbeef").toArray();
        Der scalar = Der.ofSecret(key, "key.pem", "key.der").elements().next(Der.OCTET_STRING, "scalar");
        assertThat(scalar.copy()).containsExactly(0xde, 0xad, 0xbe, 0xef);

        Arrays.fill(key, (byte) 0);

        assertThat(scalar.copy()).containsOnly(0);
    }

    @Test
    void elementWithinAnOctetStringIsOneAndWhole() {
        assertThat(Der.of(Bytes.ofHex("04050203010203"), "test").within().content())
                .isEqualTo(Bytes.ofHex("010203"));
        refused("der.trailing", () -> Der.of(Bytes.ofHex("0403050000"), "test").within());
        refused("der.value", () -> Der.of(Bytes.ofHex("040402020001"), "test").within());
    }

    @Test
    void nothingElseThanProblemsComesOut() {
        Hostile.random(64, bytes -> Der.of(bytes, "test"));
        Hostile.mutated(
                Bytes.ofHex("3016300d06096086480165030402020500a2030201303000"), bytes -> Der.of(bytes, "test"));
    }
}
