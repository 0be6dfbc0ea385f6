// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

/**
 * The switches of the policy of an SEV or SEV-ES guest (SEV API, 55766, "Guest Policy Structure"), in the order of
 * their bits.
 */
public enum SevPolicyBit implements PolicyBit {
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

    @Override
    public String key() {
        return key;
    }

    @Override
    public int bit() {
        return bit;
    }
}
