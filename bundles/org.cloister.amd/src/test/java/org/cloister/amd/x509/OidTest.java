// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import org.cloister.amd.der.Der;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Object identifiers as people write them. */
class OidTest {
    @ParameterizedTest
    @CsvSource({
        "06032a0304, 1.2.3.4",
        "0603550403, 2.5.4.3",
        "06092b060104019c780104, 1.3.6.1.4.1.3704.1.4",
        "0603883703, 2.999.3",
        "060100, 0.0",
        "06014f, 1.39"
    })
    void objectIdentifiersAreWrittenWithDots(String hex, String dotted) {
        assertThat(Oid.of(Der.of(Bytes.ofHex(hex), "test"))).isEqualTo(dotted);
    }

    @Test
    void hugeObjectIdentifierIsRefused() {
        refused("der.value", () -> Oid.of(Der.of(Bytes.ofHex("060b81" + "ff".repeat(9) + "7f"), "test")));
    }
}
