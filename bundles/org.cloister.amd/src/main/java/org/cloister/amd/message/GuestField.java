// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What is mixed into a derived key: the bits of GUEST_FIELD_SELECT (SEV-SNP firmware ABI, 56860, "MSG_KEY_REQ"). */
public enum GuestField {
    /** The guest policy. */
    POLICY(0),
    /** IMAGE_ID of the ID block. */
    IMAGE_ID(1),
    /** FAMILY_ID of the ID block. */
    FAMILY_ID(2),
    /** The launch digest. */
    MEASUREMENT(3),
    /** The security version that the request names. */
    GUEST_SVN(4),
    /** The TCB version that the request names. */
    TCB_VERSION(5),
    /** The mitigations that the request names; since version 2 of the message. */
    LAUNCH_MIT_VECTOR(6);

    private final int bit;

    GuestField(int bit) {
        this.bit = bit;
    }

    /** Its bit in GUEST_FIELD_SELECT, the others zero. */
    public long mask() {
        return 1L << bit;
    }

    /** GUEST_FIELD_SELECT of some fields. */
    public static long mask(Set<GuestField> fields) {
        return fields.stream().mapToLong(GuestField::mask).sum();
    }

    /** The fields whose bits are set; other bits are ignored. */
    public static Set<GuestField> of(long mask) {
        Set<GuestField> set = EnumSet.noneOf(GuestField.class);
        Arrays.stream(values()).filter(field -> (mask & field.mask()) != 0).forEach(set::add);
        return set;
    }
}
