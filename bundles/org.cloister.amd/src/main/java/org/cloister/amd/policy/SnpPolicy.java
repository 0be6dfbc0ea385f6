// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;

/**
 * The policy of an SNP guest: what its host may do with it (SEV-SNP firmware ABI, "Guest Policy"). Immutable.
 *
 * @param value unsigned 64 bits: 7:0 minimum ABI minor, 15:8 minimum ABI major, 17 always one, the others in
 *     {@link SnpPolicyBit}, all others zero
 */
public record SnpPolicy(long value) {
    /** The bit that every policy has set. */
    public static final int ALWAYS_ONE = 17;
    /** The bits of the version of the ABI: minor 7:0, major 15:8. */
    public static final long VERSION = 0xffff;

    /** Bits that no switch has, neither the version. */
    public static final ReservedBits RESERVED = new ReservedBits(~(VERSION | 1L << ALWAYS_ONE | SnpPolicyBit.mask()));

    /** Multithreading allowed, nothing else: QEMU's default. */
    public static final SnpPolicy DEFAULT = new SnpPolicy(0x30000);

    private static final PolicySyntax SYNTAX =
            new PolicySyntax("snp", "abi", "0x30000", "smt=on,debug=off,abi=0.31", SnpPolicy::withAbi, switches());

    /**
     * Checks the bits that have no choice.
     *
     * @throws org.cloister.api.CloisterException {@code snp.policy.reserved}, {@code snp.policy.bit17}
     */
    public SnpPolicy {
        if (RESERVED.in(value)) {
            throw Problem.input("snp.policy.reserved", "reserved policy bits are set: " + RESERVED.numbers(value))
                    .at("policy")
                    .found(hex(value))
                    .expected(RESERVED.expected())
                    .remedy("clear them: no firmware knows what they mean")
                    .exception();
        }
        if ((value >>> ALWAYS_ONE & 1) == 0) {
            throw Problem.input("snp.policy.bit17", "policy bit 17 is clear, the firmware demands that it is set")
                    .at("policy")
                    .found(hex(value))
                    .expected(hex(value | 1L << ALWAYS_ONE))
                    .remedy("set the bit; QEMU's default is " + hex(0x30000))
                    .exception();
        }
    }

    /**
     * A policy from text.
     *
     * @param text {@code 0x30000}, or changes to the default: {@code smt=off,abi=0.31}
     * @throws org.cloister.api.CloisterException {@code snp.policy…} naming what is wrong
     */
    public static SnpPolicy parse(String text) {
        return new SnpPolicy(SYNTAX.parse(text, DEFAULT.value()));
    }

    /** The least major version of the firmware ABI. */
    public int abiMajor() {
        return (int) (value >>> 8 & 0xff);
    }

    /** The least minor version of the firmware ABI. */
    public int abiMinor() {
        return (int) (value & 0xff);
    }

    /** Whether a switch is set. */
    public boolean has(SnpPolicyBit bit) {
        return bit.in(value);
    }

    /** The same policy with a switch set or cleared. */
    public SnpPolicy with(SnpPolicyBit bit, boolean on) {
        return new SnpPolicy(bit.put(value, on));
    }

    /** Its value and what it says, by the names that {@link #parse} takes. */
    public GuestPolicy toGuestPolicy() {
        Map<String, String> bits = new LinkedHashMap<>();
        for (SnpPolicyBit bit : SnpPolicyBit.values()) {
            bits.put(bit.key(), has(bit) ? "on" : "off");
        }
        bits.put(SYNTAX.version(), abiMajor() + "." + abiMinor());
        return new GuestPolicy(value, bits);
    }

    /** The value in hexadecimal. */
    @Override
    public String toString() {
        return hex(value);
    }

    private static long withAbi(long policy, int major, int minor) {
        return policy & ~VERSION | (long) major << 8 | minor;
    }

    private static Map<String, PolicySyntax.Switch> switches() {
        Map<String, PolicySyntax.Switch> switches = new LinkedHashMap<>();
        for (SnpPolicyBit bit : SnpPolicyBit.values()) {
            switches.put(bit.key(), bit::put);
        }
        return switches;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
