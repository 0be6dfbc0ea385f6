// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.cloister.amd.der.DerWriter.integer;
import static org.cloister.amd.der.DerWriter.sequence;
import static org.cloister.amd.der.DerWriter.tagged;

import org.cloister.api.Bytes;

/**
 * A certificate that nobody has signed yet (RFC 5280, 4.1.2).
 *
 * @param serial its number
 * @param issuer common name of who signs it
 * @param subject common name of whose key it certifies
 * @param publicKey the key, {@code SubjectPublicKeyInfo} in DER
 * @param extensions in DER, one behind the other
 */
record Certificate(long serial, String issuer, String subject, Validity validity, byte[] publicKey, byte[] extensions) {
    private static final int VERSION_3 = 2;

    /** The certificate in DER. */
    Bytes signedBy(AuthorityKey signer) {
        byte[] content = sequence(
                tagged(0, integer(VERSION_3)),
                integer(serial),
                SignedForm.ALGORITHM,
                SignedForm.name(issuer),
                validity.encoded(),
                SignedForm.name(subject),
                publicKey,
                tagged(3, sequence(extensions)));
        return SignedForm.signed(content, signer);
    }
}
