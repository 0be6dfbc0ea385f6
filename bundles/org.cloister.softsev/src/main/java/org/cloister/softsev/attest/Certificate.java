// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.cloister.amd.der.DerWriter.integer;
import static org.cloister.amd.der.DerWriter.sequence;
import static org.cloister.amd.der.DerWriter.tagged;

import org.cloister.api.Bytes;

/**
 * A certificate that nobody has signed yet (RFC 5280, 4.1.2).
 *
 * @param form of its names
 * @param serial its number, as the form has it
 * @param issuer common name of who signs it
 * @param subject common name of whose key it certifies
 * @param publicKey the key, {@code SubjectPublicKeyInfo} in DER
 * @param extensions in DER, one behind the other
 */
record Certificate(
        NameForm form,
        long serial,
        String issuer,
        String subject,
        Validity validity,
        byte[] publicKey,
        byte[] extensions) {
    private static final int VERSION_3 = 2;

    /** The certificate in DER. */
    Bytes signedBy(AuthorityKey signer) {
        byte[] content = sequence(
                tagged(0, integer(VERSION_3)),
                integer(form.serial(serial)),
                SignedForm.ALGORITHM,
                form.name(issuer),
                validity.encoded(),
                form.name(subject),
                publicKey,
                tagged(3, sequence(extensions)));
        return SignedForm.signed(content, signer);
    }
}
