// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

/** Codes of problems of policies; see {@link org.cloister.api.ProblemCodes}. */
final class PolicyCodes {
    /** Input: this is not a version of the firmware API. */
    static final String SEV_POLICY_API = "sev.policy.api";

    /** Input: no bit of an SEV policy has this name. */
    static final String SEV_POLICY_NAME = "sev.policy.name";

    /** Input: reserved bits of an SEV policy are set. */
    static final String SEV_POLICY_RESERVED = "sev.policy.reserved";

    /** Input: the SEV policy is too large. */
    static final String SEV_POLICY_SIZE = "sev.policy.size";

    /** Input: an SEV policy is a number or NAME=VALUE pairs. */
    static final String SEV_POLICY_SYNTAX = "sev.policy.syntax";

    /** Input: a name of an SEV policy is given twice. */
    static final String SEV_POLICY_TWICE = "sev.policy.twice";

    /** Input: this is not a value of a bit of an SEV policy. */
    static final String SEV_POLICY_VALUE = "sev.policy.value";

    /** Input: this is not a version of the firmware ABI. */
    static final String SNP_POLICY_ABI = "snp.policy.abi";

    /** Input: bit 17 of an SNP policy is clear, and the firmware demands that it is set. */
    static final String SNP_POLICY_BIT17 = "snp.policy.bit17";

    /** Input: no bit of an SNP policy has this name. */
    static final String SNP_POLICY_NAME = "snp.policy.name";

    /** Input: reserved bits of an SNP policy are set. */
    static final String SNP_POLICY_RESERVED = "snp.policy.reserved";

    /** Input: an SNP policy is a number or NAME=VALUE pairs. */
    static final String SNP_POLICY_SYNTAX = "snp.policy.syntax";

    /** Input: a name of an SNP policy is given twice. */
    static final String SNP_POLICY_TWICE = "snp.policy.twice";

    /** Input: this is not a value of a bit of an SNP policy. */
    static final String SNP_POLICY_VALUE = "snp.policy.value";

    private PolicyCodes() {}
}
