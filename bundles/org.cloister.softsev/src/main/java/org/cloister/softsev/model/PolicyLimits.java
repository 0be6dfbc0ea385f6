// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * Which policies of SEV-SNP guests the platform can fulfil. Immutable.
 *
 * @param smt whether simultaneous multithreading is on
 * @param sockets how many sockets have a processor, 1 or 2
 * @param features what the firmware offers
 */
public record PolicyLimits(boolean smt, int sockets, FeatureInfo features) {
    private static final int ABI_BITS = 0xffff;

    /**
     * Checks the number of sockets.
     *
     * @throws org.cloister.api.CloisterException {@code softsev.setting}
     */
    public PolicyLimits {
        if (sockets < 1 || sockets > 2) {
            throw Problem.input(SoftSevCodes.SOFTSEV_SETTING, "a setting of the software platform is out of range")
                    .at("sockets")
                    .found(sockets)
                    .expected("1 to 2")
                    .exception();
        }
    }

    /** One socket without multithreading, so that no policy is refused for these, and the features of a generation. */
    public static PolicyLimits of(EmulatedGeneration generation) {
        return new PolicyLimits(false, 1, FeatureInfo.of(generation));
    }

    /** The policy bits that SNP_LAUNCH_START takes, a mask: the value of Linux's KVM_X86_SNP_POLICY_BITS. */
    public long policyBits(FirmwareVersion firmware) {
        long bits = features.policyBits(SevApi.number(firmware));
        for (SnpPolicyBit bit : SnpPolicyBit.values()) {
            bits &= bit.takenByKvm() ? -1 : ~(1L << bit.bit());
        }
        return bits;
    }

    /**
     * Why firmware refuses a policy; empty when it does not (SEV-SNP firmware ABI, 56860, "SNP_LAUNCH_START",
     * "SNP_ACTIVATE").
     *
     * @param policy raw 64 bits
     */
    public Optional<String> whyNot(long policy, FirmwareVersion firmware) {
        int abi = SevApi.number(firmware);
        if ((policy & ABI_BITS) > abi) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "policy: minimum ABI %d.%d, the platform has %d.%d",
                    policy >>> Byte.SIZE & 0xff,
                    policy & 0xff,
                    firmware.major(),
                    firmware.minor()));
        }
        if (smt && !SnpPolicyBit.SMT.in(policy)) {
            return Optional.of("policy: bit 16 is clear, and multithreading (SMT) is on");
        }
        if (sockets > 1 && SnpPolicyBit.SINGLE_SOCKET.in(policy)) {
            return Optional.of("policy: bit 20 is set, and there are " + sockets + " sockets");
        }
        return Optional.of(policy & ~features.policyBits(abi))
                .filter(beyond -> beyond != 0)
                .map(beyond -> "policy: bits that the firmware does not offer: " + Numbers.hex(beyond));
    }
}
