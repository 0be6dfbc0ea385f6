// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.cloister.amd.crypto.SecretMac;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.KeyRequest;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.GuestIdentity;

/**
 * A key of a guest's own: HMAC-SHA256 under the root over everything that is mixed in. What hardware computes is a
 * secret of AMD's: no key from here equals one from there.
 *
 * <p>Always mixed in are root, level, field selection, host data, and the key that the guest's owner signed with; as
 * AMD's published firmware source has it. Each field has its place whether it is mixed in or not, and is zero where it
 * is not.
 */
final class DerivedKey {
    private static final byte[] LABEL = "cloister guest key".getBytes(StandardCharsets.US_ASCII);
    private static final int CONTEXT = 512;
    private static final int ID_KEY = 1;
    private static final int AUTHOR_KEY = 2;

    private DerivedKey() {}

    /**
     * A key.
     *
     * @param root wiped by the caller
     * @return 32 bytes, for the caller to wipe
     */
    static byte[] of(byte[] root, KeyRequest request, GuestIdentity guest) {
        try (SecretMac mac = SecretMac.of(root)) {
            return mac.update(LABEL).update(context(request, guest)).code();
        }
    }

    private static byte[] context(KeyRequest request, GuestIdentity guest) {
        Set<GuestField> mixed = GuestField.of(request.fieldSelect());
        ByteBuffer out = ByteBuffer.allocate(CONTEXT).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(request.root().ordinal()).putInt(signer(guest)).putLong(request.fieldSelect());
        out.putLong(request.vmpl());
        out.putLong(mixed.contains(GuestField.GUEST_SVN) ? request.svn() : 0);
        out.putLong(mixed.contains(GuestField.TCB_VERSION) ? request.tcb() : 0);
        out.putLong(mixed.contains(GuestField.LAUNCH_MIT_VECTOR) ? request.mitigations() : 0);
        out.putLong(mixed.contains(GuestField.POLICY) ? guest.policy() : 0);
        put(out, mixed.contains(GuestField.IMAGE_ID), guest.imageId());
        put(out, mixed.contains(GuestField.FAMILY_ID), guest.familyId());
        put(out, mixed.contains(GuestField.MEASUREMENT), guest.launchDigest());
        put(out, true, guest.hostData());
        put(out, true, signer(guest) == AUTHOR_KEY ? guest.authorKeyDigest() : guest.idKeyDigest());
        return out.array();
    }

    private static int signer(GuestIdentity guest) {
        if (guest.authorKeyEnabled()) {
            return AUTHOR_KEY;
        }
        return guest.idKeyDigest().isZero() ? 0 : ID_KEY;
    }

    private static void put(ByteBuffer out, boolean mixed, Bytes field) {
        out.put(mixed ? field.toArray() : new byte[field.length()]);
    }
}
