// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.amd.der.Der;
import org.cloister.api.Bytes;

/**
 * The only signature algorithm of AMD's certificates and revocation lists: RSASSA-PSS with SHA-384, MGF1 with SHA-384,
 * a salt of 48 bytes and trailer 1 (AMD 57230, "VCEK Certificate"). Other parameters are not read and judged, they are
 * refused.
 */
final class PssAlgorithm {
    private static final String OID = "06092a864886f70d01010a";
    private static final String MGF1 = "06092a864886f70d010108";
    private static final String SALT = "a203020130";

    /** SHA-384 with NULL for its parameters, and without: some encoders leave it out (RFC 4055, 2.1). */
    private static final List<String> SHA384 = List.of("300d06096086480165030402020500", "300b0609608648016503040202");

    /** The trailer is written out in some of AMD's certificates, although its default is never written in DER. */
    private static final List<String> TRAILERS = List.of("", "a303020101");

    private static final Set<Bytes> FORMS = SHA384.stream()
            .flatMap(hash ->
                    SHA384.stream().flatMap(mask -> TRAILERS.stream().map(trailer -> form(hash, mask, trailer))))
            .collect(Collectors.toUnmodifiableSet());

    private static Bytes form(String hash, String mask, String trailer) {
        String parameters = element("a0", hash) + element("a1", element("30", MGF1 + mask)) + SALT + trailer;
        return Bytes.ofHex(element("30", OID + element("30", parameters)));
    }

    private static String element(String tag, String content) {
        return tag + String.format(Locale.ROOT, "%02x", content.length() / 2) + content;
    }

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
