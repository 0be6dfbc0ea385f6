// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.Arrays;

/**
 * The switches of the policy of an SEV or SEV-ES guest (SEV API, 55766, "Guest Policy Structure"), in the order of
 * their bits.
 */
public enum SevPolicyBit {
    /** The host may not debug the guest. */
    NODBG("nodbg", 0),
    /** The guest may not share its key with another. */
    NOKS("noks", 1),
    /** The guest is an SEV-ES guest. */
    ES("es", 2),
    /** The guest may not be sent to another platform. */
    NOSEND("nosend", 3),
    /** The guest may be sent only to platforms of the same owner. */
    DOMAIN("domain", 4),
    /** The guest may be sent only to platforms that are genuine by AMD's certificates. */
    SEV("sev", 5);

    private final String key;
    private final int bit;

    SevPolicyBit(String key, int bit) {
        this.key = key;
        this.bit = bit;
    }

    /** Its name in policies given as text. */
    public String key() {
        return key;
    }

    /** The number of its bit. */
    public int bit() {
        return bit;
    }

    /** Whether it is set in a policy. */
    public boolean in(long policy) {
        return (policy >>> bit & 1) != 0;
    }

    /** A policy with this switch set or cleared. */
    long put(long policy, boolean on) {
        long mask = 1L << bit;
        return on ? policy | mask : policy & ~mask;
    }

    /** The bits of all switches. */
    static long mask() {
        return Arrays.stream(values()).mapToLong(bit -> 1L << bit.bit).reduce(0, (left, right) -> left | right);
    }
}
