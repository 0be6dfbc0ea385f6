// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Optional;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.softsev.client.SnpFeatureInfo;

/**
 * What the firmware offers, as SNP_FEATURE_INFO tells it (SEV-SNP firmware ABI, 56860, "SNP_FEATURE_INFO"). Immutable.
 *
 * @param ecx features of SEV-SNP, unsigned 32 bits, see the constants
 */
public record FeatureInfo(int ecx) {
    /** A VLEK can be loaded. */
    public static final int VLEK = 1;
    /** SEV-SNP can be shut down on the processors too. */
    public static final int X86_SHUTDOWN = 1 << 1;
    /** Policies may demand that the running average power limit is off. */
    public static final int RAPL_DIS = 1 << 2;
    /** Ciphertext can be hidden from the host. */
    public static final int CIPHERTEXT_HIDING = 1 << 3;
    /** Policies may demand memory encryption with AES-256 in XTS mode. */
    public static final int AES_256_XTS = 1 << 4;
    /** Policies may allow CXL. */
    public static final int CXL = 1 << 5;

    /** What the firmware that AMD published has. */
    static final int PUBLISHED = VLEK | X86_SHUTDOWN;
    /** All features. */
    static final int ALL = PUBLISHED | RAPL_DIS | CIPHERTEXT_HIDING | AES_256_XTS | CXL;

    private static final int HIGHEST = 1;
    private static final int LEGACY_COMMANDS = 1;

    /** The requests of guests that are answered: MSG_CPUID_REQ, MSG_KEY_REQ, MSG_REPORT_REQ, MSG_TSC_INFO_REQ. */
    private static final int MESSAGES = 1 | 1 << 1 | 1 << 2 | 1 << 8;

    /** A processor with features of SEV-SNP. */
    public static FeatureInfo withFeatures(int ecx) {
        return new FeatureInfo(ecx);
    }

    /** The features of a generation. */
    public static FeatureInfo of(EmulatedGeneration generation) {
        return withFeatures(generation.features());
    }

    /**
     * SNP_FEATURE_INFO.
     *
     * @param subleaf ECX_IN
     * @return empty where there is none
     */
    public Optional<SnpFeatureInfo> answer(int subleaf) {
        return switch (subleaf) {
            case 0 -> Optional.of(new SnpFeatureInfo(HIGHEST, LEGACY_COMMANDS, ecx, 0));
            case HIGHEST -> Optional.of(new SnpFeatureInfo(MESSAGES, 0, 0, 0));
            default -> Optional.empty();
        };
    }

    /** Whether a feature is offered, one of the constants. */
    public boolean has(int feature) {
        return (ecx & feature) != 0;
    }

    /**
     * The policy bits that the firmware takes (Linux, sev_get_snp_policy_bits).
     *
     * @param abi the version of the firmware ABI, major in bits 15:8, minor in bits 7:0
     */
    public long policyBits(int abi) {
        long bits = PolicyLayout.SNP.always();
        for (SnpPolicyBit bit : SnpPolicyBit.values()) {
            if (bit.offeredBy(ecx, abi)) {
                bits |= 1L << bit.bit();
            }
        }
        return bits;
    }
}
