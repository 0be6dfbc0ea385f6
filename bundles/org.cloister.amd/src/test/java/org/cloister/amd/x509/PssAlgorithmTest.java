// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cloister.amd.der.Der;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encodings of the one signature algorithm. */
class PssAlgorithmTest {
    private static final String OID = "06092a864886f70d01010a";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3041" + OID + "3034a00f300d06096086480165030402020500"
                        + "a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130",
                "303d" + OID + "3030a00d300b0609608648016503040202"
                        + "a11a301806092a864886f70d010108300b0609608648016503040202a203020130",
                "303f" + OID + "3032a00f300d06096086480165030402020500"
                        + "a11a301806092a864886f70d010108300b0609608648016503040202a203020130",
                "3046" + OID + "3039a00f300d06096086480165030402020500"
                        + "a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130a303020101"
            })
    void ownerV13_hashesMayComeWithOrWithoutNull(String hex) {
        Bytes encoded = Bytes.ofHex(hex);

        assertThat(PssAlgorithm.check(Der.of(encoded, "algorithm"))).isEqualTo(encoded);
    }

    @Test
    void anotherSaltIsRefused() {
        Bytes encoded = Bytes.ofHex("303d" + OID + "3030a00d300b0609608648016503040202"
                + "a11a301806092a864886f70d010108300b0609608648016503040202a203020120");

        assertThatThrownBy(() -> PssAlgorithm.check(Der.of(encoded, "algorithm")))
                .hasMessageContaining("not AMD's");
    }
}
