// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

/**
 * Codes of problems with policies of one layout.
 *
 * @param size more bits than such a policy has; empty where it has all
 * @param reserved a bit is set that has no meaning
 * @param alwaysOne a bit is clear that has to be set; empty where there is none
 * @param syntax neither a number nor names with values
 * @param twice a name is given twice
 * @param value a switch is neither on nor off
 * @param version the lowest firmware version is none
 * @param name no switch has this name
 */
record PolicyFaults(
        String size,
        String reserved,
        String alwaysOne,
        String syntax,
        String twice,
        String value,
        String version,
        String name) {
    static final PolicyFaults OF_SEV = new PolicyFaults(
            PolicyCodes.SEV_POLICY_SIZE,
            PolicyCodes.SEV_POLICY_RESERVED,
            "",
            PolicyCodes.SEV_POLICY_SYNTAX,
            PolicyCodes.SEV_POLICY_TWICE,
            PolicyCodes.SEV_POLICY_VALUE,
            PolicyCodes.SEV_POLICY_API,
            PolicyCodes.SEV_POLICY_NAME);

    /** All 64 bits have a place, so that no policy has more. */
    static final PolicyFaults OF_SNP = new PolicyFaults(
            "",
            PolicyCodes.SNP_POLICY_RESERVED,
            PolicyCodes.SNP_POLICY_BIT17,
            PolicyCodes.SNP_POLICY_SYNTAX,
            PolicyCodes.SNP_POLICY_TWICE,
            PolicyCodes.SNP_POLICY_VALUE,
            PolicyCodes.SNP_POLICY_ABI,
            PolicyCodes.SNP_POLICY_NAME);
}
