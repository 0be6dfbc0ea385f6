// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @Test
    void areUnsignedInHexadecimal() {
        assertThat(Numbers.hex(0)).isEqualTo("0x0");
        assertThat(Numbers.hex(0xABCL)).isEqualTo("0xabc");
        assertThat(Numbers.hex(-1)).isEqualTo("0xffffffffffffffff");
        assertThat(Numbers.hex32(-1)).isEqualTo("0xffffffff");
        assertThat(Numbers.hex32(0x10)).isEqualTo("0x10");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "10, 10",
        "010, 10",
        "0x10, 16",
        "0X10, 16",
        "0xff, 255",
        "0xFF, 255",
        "18446744073709551615, -1",
        "0xffffffffffffffff, -1"
    })
    void digitsAloneAreDecimalAndThePrefixMakesThemHexadecimal(String text, long number) {
        assertThat(Numbers.parse(text)).hasValue(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "0x",
                "0X",
                "ff",
                "-1",
                "+1",
                "1 ",
                " 1",
                "1.0",
                "1_000",
                "0x1g",
                "0b1",
                "1e3",
                "18446744073709551616",
                "0x10000000000000000",
                "\u0661",
                "\uff11",
                "0x\uff11"
            })
    void whatIsNotANumberIsNone(String text) {
        assertThat(Numbers.parse(text)).isEmpty();
    }

    @Test
    void rangesAreUnsigned() {
        assertThat(Numbers.parse("3", 4, 9)).isEmpty();
        assertThat(Numbers.parse("4", 4, 9)).hasValue(4);
        assertThat(Numbers.parse("9", 4, 9)).hasValue(9);
        assertThat(Numbers.parse("10", 4, 9)).isEmpty();
        assertThat(Numbers.parse("0x8000000000000000", 4, -1)).hasValue(Long.MIN_VALUE);
        assertThat(Numbers.parse("0x8000000000000000", 4, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void someNumbersHaveASign() {
        assertThat(Numbers.parseSigned("-1")).hasValue(-1);
        assertThat(Numbers.parseSigned("-0x10")).hasValue(-16);
        assertThat(Numbers.parseSigned("0xffffffffffffffff")).hasValue(-1);
        assertThat(Numbers.parseSigned("--1")).isEmpty();
        assertThat(Numbers.parseSigned("-9223372036854775808")).isEmpty();
        assertThat(Numbers.parseSigned("-")).isEmpty();
    }

    @Test
    void someDigitsAreHexadecimalInAnyCase() {
        assertThat(Numbers.parseHex("10")).hasValue(16);
        assertThat(Numbers.parseHex("0X1f")).hasValue(31);
        assertThat(Numbers.parseHex("ffffffffffffffff")).hasValue(-1);
        assertThat(Numbers.parseHex("10000000000000000")).isEmpty();
        assertThat(Numbers.parseHex("")).isEmpty();
        assertThat(Numbers.withoutPrefix("0XAB")).isEqualTo("AB");
        assertThat(Numbers.withoutPrefix("AB0x")).isEqualTo("AB0x");
    }

    @Test
    void zerosInFrontAreOctalElsewhere() {
        assertThat(Numbers.isOctalElsewhere("010")).isTrue();
        assertThat(Numbers.isOctalElsewhere("00")).isTrue();
        assertThat(Numbers.isOctalElsewhere("0")).isFalse();
        assertThat(Numbers.isOctalElsewhere("0x1")).isFalse();
        assertThat(Numbers.isOctalElsewhere("10")).isFalse();
    }

    @Test
    void versionsAreNumbersFrom0To255() {
        assertThat(Numbers.parseVersion("1.55", 2, 2)).hasValue(List.of(1, 55));
        assertThat(Numbers.parseVersion("1.55.22", 2, 3)).hasValue(List.of(1, 55, 22));
        for (String wrong : List.of("1", "1.", ".1", "1.256", "1.2.3.4", "1.-2", "1.0x2", "a.b", "", "1.2.")) {
            assertThat(Numbers.parseVersion(wrong, 2, 3)).as(wrong).isEmpty();
        }
    }

    @Test
    void sizesHaveAUnit() {
        assertThat(Numbers.parseSize("4K")).hasValue(4096);
        assertThat(Numbers.parseSize("256m")).hasValue(256L << 20);
        assertThat(Numbers.parseSize("2G")).hasValue(2L << 30);
        assertThat(Numbers.parseSize("1T")).hasValue(1L << 40);
        for (String wrong : List.of("256", "M", "1P", "1KB", "-1K", "0x1K", "99999999T", "1.5G")) {
            assertThat(Numbers.parseSize(wrong)).as(wrong).isEmpty();
        }
    }
}
