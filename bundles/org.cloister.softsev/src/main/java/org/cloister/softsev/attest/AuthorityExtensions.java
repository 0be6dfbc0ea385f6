// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.cloister.amd.der.DerWriter.bits;
import static org.cloister.amd.der.DerWriter.integer;
import static org.cloister.amd.der.DerWriter.joined;
import static org.cloister.amd.der.DerWriter.octets;
import static org.cloister.amd.der.DerWriter.sequence;
import static org.cloister.amd.der.DerWriter.yes;
import static org.cloister.softsev.attest.SignedForm.criticalExtension;
import static org.cloister.softsev.attest.SignedForm.extension;

/**
 * The extensions in the certificates of authorities (RFC 5280, 4.2.1), as AMD's have them but for the places of
 * revocation lists.
 */
final class AuthorityExtensions {
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY = "2.5.29.35";

    // Bits 5 and 6 count from the highest of the first byte.
    private static final byte[] CERTIFICATES = bits(2, new byte[] {0x04});
    private static final byte[] CERTIFICATES_AND_LISTS = bits(1, new byte[] {0x06});

    private AuthorityExtensions() {}

    /** Of the root, which signs revocation lists too. */
    static byte[] ofRoot(AuthorityKey key) {
        return joined(
                criticalExtension(KEY_USAGE, CERTIFICATES_AND_LISTS),
                extension(SUBJECT_KEY, octets(key.id())),
                criticalExtension(BASIC_CONSTRAINTS, sequence(yes())));
    }

    /** Of an authority that signs keys of chips alone. */
    static byte[] ofIntermediate(AuthorityKey key, AuthorityKey issuer) {
        return joined(
                extension(SUBJECT_KEY, octets(key.id())),
                issuedBy(issuer),
                criticalExtension(BASIC_CONSTRAINTS, sequence(yes(), integer(0))),
                criticalExtension(KEY_USAGE, CERTIFICATES));
    }

    /** Whose key signed. */
    static byte[] issuedBy(AuthorityKey issuer) {
        return extension(AUTHORITY_KEY, sequence(keyIdentifier(issuer.id())));
    }

    // An implicit tag: the OCTET STRING's own is replaced (RFC 5280, 4.2.1.1).
    private static byte[] keyIdentifier(byte[] id) {
        return joined(new byte[] {(byte) 0x80, (byte) id.length}, id);
    }
}
