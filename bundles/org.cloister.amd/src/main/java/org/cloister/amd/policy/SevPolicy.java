// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;

/**
 * The policy of an SEV or SEV-ES guest: what its host may do with it (SEV API, 55766, "Guest Policy Structure").
 * Immutable.
 *
 * @param value unsigned 32 bits: 5:0 in {@link SevPolicyBit}, 15:6 zero, 23:16 minimum API major, 31:24 minimum API
 *     minor
 */
public record SevPolicy(long value) {
    private static final int MAJOR_AT = 16;
    private static final int MINOR_AT = 24;
    private static final long VERSION = 0xffff0000L;

    /** Bits of the 32 that no switch has, neither the version. */
    public static final ReservedBits RESERVED = new ReservedBits(0xffffffffL & ~(VERSION | SevPolicyBit.mask()));

    /** No debugging, nothing else: QEMU's default. */
    public static final SevPolicy DEFAULT = new SevPolicy(0x1);
    /** The default of SEV-ES: no debugging. */
    public static final SevPolicy ES_DEFAULT = DEFAULT.with(SevPolicyBit.ES, true);

    private static final PolicySyntax SYNTAX =
            new PolicySyntax("sev", "api", "0x5", "nodbg=on,noks=on,es=on,api=1.55", SevPolicy::withApi, switches());

    /**
     * Checks the bits that have no choice.
     *
     * @throws org.cloister.api.CloisterException {@code sev.policy.size}, {@code sev.policy.reserved}
     */
    public SevPolicy {
        if (value >>> Integer.SIZE != 0) {
            throw Problem.input("sev.policy.size", "this policy is too large")
                    .at("policy")
                    .found(hex(value))
                    .expected("at most 0xffffffff")
                    .exception();
        }
        if (RESERVED.in(value)) {
            throw Problem.input("sev.policy.reserved", "reserved policy bits are set: " + RESERVED.numbers(value))
                    .at("policy")
                    .found(hex(value))
                    .expected(RESERVED.expected())
                    .remedy("clear them: no firmware knows what they mean")
                    .exception();
        }
    }

    /**
     * A policy from text.
     *
     * @param text {@code 0x5}, or changes to another policy: {@code nodbg=on,noks=on,es=on,api=1.55}
     * @param changed the policy that names change; ignored for a number
     * @throws org.cloister.api.CloisterException {@code sev.policy…} naming what is wrong
     */
    public static SevPolicy parse(String text, SevPolicy changed) {
        return new SevPolicy(SYNTAX.parse(text, changed.value()));
    }

    /** The least major version of the API. */
    public int apiMajor() {
        return (int) (value >>> MAJOR_AT & 0xff);
    }

    /** The least minor version of the API. */
    public int apiMinor() {
        return (int) (value >>> MINOR_AT & 0xff);
    }

    /** Whether a switch is set. */
    public boolean has(SevPolicyBit bit) {
        return bit.in(value);
    }

    /** The same policy with a switch set or cleared. */
    public SevPolicy with(SevPolicyBit bit, boolean on) {
        return new SevPolicy(bit.put(value, on));
    }

    /** Its value and what it says, by the names that {@link #parse} takes. */
    public GuestPolicy toGuestPolicy() {
        Map<String, String> bits = new LinkedHashMap<>();
        for (SevPolicyBit bit : SevPolicyBit.values()) {
            bits.put(bit.key(), has(bit) ? "on" : "off");
        }
        bits.put(SYNTAX.version(), apiMajor() + "." + apiMinor());
        return new GuestPolicy(value, bits);
    }

    /** The value in hexadecimal. */
    @Override
    public String toString() {
        return hex(value);
    }

    /** A policy with another least version, each part 0 to 255. */
    private static long withApi(long policy, int major, int minor) {
        return policy & 0xffff | (long) major << MAJOR_AT | (long) minor << MINOR_AT;
    }

    private static Map<String, PolicySyntax.Switch> switches() {
        Map<String, PolicySyntax.Switch> switches = new LinkedHashMap<>();
        for (SevPolicyBit bit : SevPolicyBit.values()) {
            switches.put(bit.key(), bit::put);
        }
        return switches;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
