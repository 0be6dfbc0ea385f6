// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import java.util.List;

/**
 * Why an SEV-ES or SEV-SNP guest ended itself: the GHCB MSR's value of a termination request, which such a guest makes
 * when it meets a #VC exception that it cannot handle (GHCB specification, 56421, 2.3.1 and 4.1.1; codes of set 1 are
 * Linux's, arch/x86/include/asm/sev-common.h).
 *
 * @param set whose codes they are: 0 the GHCB specification's, 1 Linux's
 * @param code the reason within the set, 0 to 255
 */
public record GhcbTermination(int set, int code) {
    private static final int SET_AT = 12;
    private static final int SET_MASK = 0xf;
    private static final int CODE_AT = 16;
    private static final int CODE_MASK = 0xff;

    private static final List<List<String>> REASONS = List.of(
            List.of(
                    "it asked to be ended",
                    "it and the host know no common version of the GHCB protocol",
                    "it needs a feature of SEV-SNP that the host lacks"),
            List.of(
                    "its GHCB could not be registered",
                    "the state of a page could not be changed",
                    "a page could not be validated",
                    "it does not run at VMPL 0",
                    "the CPUID table is missing or invalid",
                    "the host's CPUID values are not usable",
                    "the secrets page is missing or invalid",
                    "it does not run at VMPL 0 and there is no SVSM",
                    "an SVSM runs at VMPL 0 and so does it",
                    "the calling area of its SVSM is not valid"));

    /** The reason in a value of the MSR, whatever its request. */
    public static GhcbTermination of(long msr) {
        return new GhcbTermination((int) (msr >>> SET_AT) & SET_MASK, (int) (msr >>> CODE_AT) & CODE_MASK);
    }

    /** The reason in words, with its numbers. */
    @Override
    public String toString() {
        boolean known = set < REASONS.size() && code < REASONS.get(set).size();
        String reason = known ? REASONS.get(set).get(code) : "for a reason that is not known here";
        return "the guest ended itself: " + reason + " (GHCB reason set " + set + ", code " + code + ")";
    }
}
