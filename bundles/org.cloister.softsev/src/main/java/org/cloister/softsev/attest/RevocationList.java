// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.cloister.amd.der.DerWriter.integer;
import static org.cloister.amd.der.DerWriter.joined;
import static org.cloister.amd.der.DerWriter.sequence;
import static org.cloister.amd.der.DerWriter.tagged;
import static org.cloister.amd.der.DerWriter.time;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import org.cloister.api.Bytes;

/**
 * A revocation list that nobody has signed yet (RFC 5280, 5.1.2).
 *
 * @param form of names and numbers
 * @param issuer common name of who signs it
 * @param validity of the list, until the next one is due
 * @param revoked serial numbers
 */
record RevocationList(NameForm form, String issuer, Validity validity, Set<Long> revoked) {
    private static final int VERSION_2 = 1;
    private static final String CRL_NUMBER = "2.5.29.20";

    /** The list in DER. */
    Bytes signedBy(AuthorityKey signer) {
        byte[] extensions = joined(AuthorityExtensions.issuedBy(signer), SignedForm.extension(CRL_NUMBER, integer(1)));
        byte[] content = sequence(
                integer(VERSION_2),
                SignedForm.ALGORITHM,
                form.name(issuer),
                time(validity.from()),
                time(validity.until()),
                entries(),
                tagged(0, sequence(extensions)));
        return SignedForm.signed(content, signer);
    }

    // The list of entries is left out where there are none.
    private byte[] entries() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        revoked.stream()
                .sorted()
                .forEach(serial -> out.writeBytes(sequence(integer(form.serial(serial)), time(validity.from()))));
        return revoked.isEmpty() ? new byte[0] : sequence(out.toByteArray());
    }
}
