// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

/**
 * What SNP_FEATURE_INFO answers: CPUID leaf 8000_0024 of the subleaf that was asked for (SEV-SNP firmware ABI, 56860,
 * "SNP_FEATURE_INFO"). Immutable; all parts are unsigned 32 bits.
 *
 * @param eax of subleaf 0 the highest subleaf; of subleaf 1 the guest messages that are answered, one bit each: 0
 *     CPUID, 1 key, 2 report, 3 export, 4 import, 5 absorb, 6 VMRK, 7 absorb without a migration agent, 8 TSC
 *     information
 * @param ebx of subleaf 0 bit 0: the commands of SEV and SEV-ES are there; else 0
 * @param ecx of subleaf 0 the features of SEV-SNP; else 0
 * @param edx reserved, 0
 * @since 1.1
 */
public record SnpFeatureInfo(int eax, int ebx, int ecx, int edx) {}
