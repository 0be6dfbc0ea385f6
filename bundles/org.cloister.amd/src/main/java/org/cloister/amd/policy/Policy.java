// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cloister.api.Numbers;
import org.cloister.api.OnOff;
import org.cloister.api.guest.GuestPolicy;

/**
 * The policy of a guest: what its host may do with it. Immutable.
 *
 * @param layout where its parts lie
 * @param value unsigned, in the layout's width
 */
public record Policy(PolicyLayout layout, long value) {
    /**
     * Checks the bits that have no choice.
     *
     * @throws org.cloister.api.CloisterException {@code sev.policy.size}, {@code sev.policy.reserved},
     *     {@code snp.policy.reserved}, {@code snp.policy.bit17}
     */
    public Policy {
        Objects.requireNonNull(layout, "layout").check(value);
    }

    /**
     * Another policy of the layout, from text.
     *
     * @param text a number, which is the whole policy, or changes to this one: {@code nodbg=on,noks=on,es=on,api=1.55}
     * @throws org.cloister.api.CloisterException {@code sev.policy…} or {@code snp.policy…} naming what is wrong
     */
    public Policy changed(String text) {
        return new Policy(layout, new PolicySyntax(layout).parse(text, value));
    }

    /** The least major version of the firmware. */
    public int major() {
        return layout.version().major(value);
    }

    /** The least minor version of the firmware. */
    public int minor() {
        return layout.version().minor(value);
    }

    /** Whether a switch of the layout is set. */
    public boolean has(PolicyBit bit) {
        return known(bit).in(value);
    }

    /** The same policy with a switch of the layout set or cleared. */
    public Policy with(PolicyBit bit, boolean on) {
        return new Policy(layout, PolicySyntax.put(value, known(bit), on));
    }

    /** Whether the host may debug the guest: read and change its memory. */
    public boolean allowsDebug() {
        return has(layout.debugBit()) == debugIsAllowedWhenSet();
    }

    /** The same policy with leave to debug, or without. */
    public Policy allowingDebug(boolean allowed) {
        return with(layout.debugBit(), allowed == debugIsAllowedWhenSet());
    }

    private boolean debugIsAllowedWhenSet() {
        return layout.debugBit() == SnpPolicyBit.DEBUG;
    }

    /** The number of a bit means something else in the other layout. */
    private PolicyBit known(PolicyBit bit) {
        if (!layout.bits().contains(bit)) {
            throw new IllegalArgumentException(bit.key() + " is not a switch of " + layout);
        }
        return bit;
    }

    /** Its value and what it says, by the names that {@link #changed} takes. */
    public GuestPolicy toGuestPolicy() {
        Map<String, String> bits = new LinkedHashMap<>();
        for (PolicyBit bit : layout.bits()) {
            bits.put(bit.key(), OnOff.text(bit.in(value)));
        }
        bits.put(layout.version().key(), major() + "." + minor());
        return new GuestPolicy(value, bits);
    }

    /** The value in hexadecimal. */
    @Override
    public String toString() {
        return hex(value);
    }

    static String hex(long value) {
        return Numbers.hex(value);
    }
}
