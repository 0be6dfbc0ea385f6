// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

/** Codes of problems of SEV-SNP launches; see {@link org.cloister.api.ProblemCodes}. */
final class SnpCodes {
    /** Input: the guest's firmware has no place for its message keys. */
    static final String ATTEST_SECRETS = "attest.secrets";

    /** Operation: it is not known what the guest was launched from. */
    static final String GUEST_RESET_REQUEST = "guest.reset.request";

    /** Host: guests of this type can neither be sent nor saved. */
    static final String SEND_SNP = "send.snp";

    /** Host: CPUID answers more here than a CPUID page has room for. */
    static final String SNP_CPUID_COUNT = "snp.cpuid.count";

    /** Operation: the firmware refuses what CPUID is to answer in the guest. */
    static final String SNP_CPUID_REFUSED = "snp.cpuid.refused";

    private SnpCodes() {}
}
