// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.cloister.amd.der.DerWriter.bits;
import static org.cloister.amd.der.DerWriter.integer;
import static org.cloister.amd.der.DerWriter.nothing;
import static org.cloister.amd.der.DerWriter.octets;
import static org.cloister.amd.der.DerWriter.oid;
import static org.cloister.amd.der.DerWriter.sequence;
import static org.cloister.amd.der.DerWriter.tagged;
import static org.cloister.amd.der.DerWriter.yes;

import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;

/**
 * What certificates and revocation lists have in common (RFC 5280, 4.1.1 and 5.1.1): extensions, algorithm, signature.
 */
final class SignedForm {
    private static final byte[] SHA384 = sequence(oid("2.16.840.1.101.3.4.2.2"), nothing());
    private static final byte[] MGF1 = sequence(oid("1.2.840.113549.1.1.8"), SHA384);

    /** RSASSA-PSS with SHA-384, MGF1 with the same, a salt of 48 bytes (RFC 4055, 3.1). */
    static final byte[] ALGORITHM = sequence(
            oid("1.2.840.113549.1.1.10"),
            sequence(tagged(0, SHA384), tagged(1, MGF1), tagged(2, integer(Hash.SHA384.size()))));

    private SignedForm() {}

    static byte[] extension(String id, byte[] value) {
        return sequence(oid(id), octets(value));
    }

    static byte[] criticalExtension(String id, byte[] value) {
        return sequence(oid(id), yes(), octets(value));
    }

    static Bytes signed(byte[] content, AuthorityKey signer) {
        return Bytes.of(sequence(content, ALGORITHM, bits(signer.sign(content))));
    }
}
