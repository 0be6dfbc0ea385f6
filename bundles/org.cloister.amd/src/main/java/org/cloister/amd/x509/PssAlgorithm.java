// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.List;
import org.cloister.amd.der.Der;
import org.cloister.api.Bytes;

/**
 * The only signature algorithm of AMD's certificates and revocation lists: RSASSA-PSS with SHA-384, MGF1 with SHA-384,
 * a salt of 48 bytes and trailer 1 (AMD 57230, "VCEK Certificate"). Other parameters are not read and judged, they are
 * refused.
 */
final class PssAlgorithm {
    private static final String SHA384 = "300d06096086480165030402020500";
    private static final String HASH = "a00f" + SHA384;
    private static final String MASK = "a11c301a06092a864886f70d010108" + SHA384;
    private static final String SALT = "a203020130";
    private static final String OID = "06092a864886f70d01010a";

    // The trailer is written out in some of AMD's certificates, although its default is never written in DER.
    private static final List<Bytes> FORMS = List.of(
            Bytes.ofHex("3041" + OID + "3034" + HASH + MASK + SALT),
            Bytes.ofHex("3046" + OID + "3039" + HASH + MASK + SALT + "a303020101"));

    private PssAlgorithm() {}

    /** The algorithm's bytes, when it is that one. */
    static Bytes check(Der algorithm) {
        Bytes encoded = algorithm.encoded();
        if (!FORMS.contains(encoded)) {
            throw algorithm
                    .wrong(X509Codes.DER_ALGORITHM, "the signature algorithm is not AMD's")
                    .found(encoded)
                    .expected("RSASSA-PSS with SHA-384, MGF1 with SHA-384, salt 48, trailer 1")
                    .exception();
        }
        return encoded;
    }
}
