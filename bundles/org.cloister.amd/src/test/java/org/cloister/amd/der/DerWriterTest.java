// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encodings with known answers; what comes out is read by the strict reader. */
class DerWriterTest {
    @ParameterizedTest
    @CsvSource({
        "2.5.4.3, 0603550403",
        "1.2.840.113549.1.1.10, 06092a864886f70d01010a",
        "2.16.840.1.101.3.4.2.2, 0609608648016503040202",
        "1.3.6.1.4.1.3704.1.3.1, 060a2b060104019c78010301"
    })
    void names(String dotted, String expected) {
        assertThat(hex(DerWriter.oid(dotted))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 020100", "127, 02017f", "128, 02020080", "219, 020200db", "65536, 0203010000"})
    void numbers(long value, String expected) {
        assertThat(hex(DerWriter.integer(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2049-12-31T23:59:59Z, 170d3439313233313233353935395a",
        "2050-01-01T00:00:00Z, 180f32303530303130313030303030305a"
    })
    void times(Instant instant, String expected) {
        assertThat(hex(DerWriter.time(instant))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 256, 65535, 65536})
    void lengthsAreAsShortAsCanBe(int length) {
        Bytes encoded = Bytes.of(DerWriter.octets(new byte[length]));
        assertThat(Der.of(encoded, "octets").content().length()).isEqualTo(length);
    }

    @Test
    void theRest() {
        assertThat(hex(DerWriter.sequence(DerWriter.yes(), DerWriter.nothing())))
                .isEqualTo("30050101ff0500");
        assertThat(hex(DerWriter.bits(2, new byte[] {4}))).isEqualTo("03020204");
        assertThat(hex(DerWriter.tagged(3, DerWriter.utf8("a")))).isEqualTo("a3030c0161");
        assertThat(hex(DerWriter.ia5("Turin"))).isEqualTo("1605547572696e");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
