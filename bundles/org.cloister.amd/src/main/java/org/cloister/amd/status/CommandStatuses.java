// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import static org.cloister.amd.status.FirmwareStatus.BAD_MEASUREMENT;
import static org.cloister.amd.status.FirmwareStatus.BAD_SIGNATURE;
import static org.cloister.amd.status.FirmwareStatus.BAD_SVN;
import static org.cloister.amd.status.FirmwareStatus.INVALID_ADDRESS;
import static org.cloister.amd.status.FirmwareStatus.INVALID_CERTIFICATE;
import static org.cloister.amd.status.FirmwareStatus.INVALID_GUEST_STATE;
import static org.cloister.amd.status.FirmwareStatus.INVALID_PARAM;
import static org.cloister.amd.status.FirmwareStatus.INVALID_PLATFORM_STATE;
import static org.cloister.amd.status.FirmwareStatus.POLICY_FAILURE;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What statuses of the firmware mean for a command, where that is more particular than their general meaning (SEV API,
 * 55766, and SEV-SNP firmware ABI, 56860: the status codes that each command lists).
 */
final class CommandStatuses {
    private static final String OTHER_GUEST =
            "compare the expected launch digest with the one for this firmware, vCPU count, vCPU type and features";

    static final Entry[] TABLE = {
        entry(
                BAD_MEASUREMENT,
                "the hashstick was changed, or was wrapped for another chip",
                "have the key wrapped for this chip: its identity is what 'platform id' prints",
                CommandNames.SNP_VLEK_LOAD),
        entry(
                BAD_SVN,
                "the hashstick is for another TCB version than the one that reports state",
                "have the key wrapped for the reported TCB version, or set that one to the key's",
                CommandNames.SNP_VLEK_LOAD),
        entry(
                INVALID_PARAM,
                "the hashstick has reserved bytes that are not zero, or an address is wrong",
                "give the 432 bytes as AMD's key server sent them",
                CommandNames.SNP_VLEK_LOAD),
        entry(
                INVALID_PARAM,
                "the TCB version to report is above the committed one, or bits are set that nobody has defined",
                "report a version that is not above the committed one in any component, or 0 for the committed one itself",
                CommandNames.SNP_SET_CONFIG),
        entry(
                INVALID_PLATFORM_STATE,
                "SEV-SNP is not initialised on this platform",
                "have the driver initialise it: load the modules ccp and kvm_amd with SEV-SNP enabled in the BIOS",
                CommandNames.SNP_PLATFORM_STATUS,
                CommandNames.SNP_SET_CONFIG,
                CommandNames.SNP_VLEK_LOAD,
                CommandNames.SNP_COMMIT),
        entry(
                POLICY_FAILURE,
                "the platform cannot fulfil the guest's policy",
                "compare the policy with the platform's state: SMT, single socket, CXL, ciphertext hiding, minimum ABI version",
                CommandNames.SNP_LAUNCH_START),
        entry(
                INVALID_PARAM,
                "the policy has reserved bits that are not zero, or lacks bit 17",
                "take unknown bits out of the policy",
                CommandNames.SNP_LAUNCH_START),
        entry(
                INVALID_PARAM,
                "the page's type or content is not allowed",
                "check the CPUID page: the firmware writes the values that it would accept back into it",
                CommandNames.SNP_LAUNCH_UPDATE),
        entry(
                INVALID_ADDRESS,
                "the page is outside memory or not aligned",
                "give guest-physical addresses of whole pages within the guest's memory",
                CommandNames.SNP_LAUNCH_UPDATE),
        entry(
                INVALID_GUEST_STATE,
                "the guest is not being launched",
                "start the launch first; a finished guest takes no more pages",
                CommandNames.SNP_LAUNCH_UPDATE,
                CommandNames.SNP_LAUNCH_FINISH),
        entry(
                BAD_MEASUREMENT,
                "the guest's launch digest is not that of the ID block",
                OTHER_GUEST + ", and make the ID block anew where the guest is the one that is meant",
                CommandNames.SNP_LAUNCH_FINISH),
        entry(
                POLICY_FAILURE,
                "the guest's policy is not that of the ID block",
                "launch with the policy that the ID block was made for, or make the ID block anew",
                CommandNames.SNP_LAUNCH_FINISH),
        entry(
                BAD_SIGNATURE,
                "a signature of the ID block could not be verified",
                "sign the ID block with the ID key, and the ID key with the author key, as P-384 with SHA-384;"
                        + " ID block and authentication have to be of one make",
                CommandNames.SNP_LAUNCH_FINISH),
        entry(
                INVALID_PARAM,
                "ID block or ID authentication have fields that are not allowed",
                "check version, algorithms and reserved bytes, and that there is an author key where one is enabled",
                CommandNames.SNP_LAUNCH_FINISH),
        entry(
                BAD_MEASUREMENT,
                "the session was not made for this platform, or not for this policy",
                "make the session anew from this platform's PDH certificate and with the policy of the launch",
                CommandNames.LAUNCH_START),
        entry(
                BAD_MEASUREMENT,
                "the secret's header does not authenticate the secret",
                "pack the secret anew with the keys of this guest's session and its measurement",
                CommandNames.LAUNCH_SECRET),
        entry(
                INVALID_CERTIFICATE,
                "PEK or OCA certificate are malformed, or not signed as they have to be",
                "sign the request of this platform's PEK ('platform pek-csr') with the key of the OCA, and the OCA with itself",
                CommandNames.PEK_CERT_IMPORT),
    };

    private CommandStatuses() {}

    static Optional<Entry> find(String command, int status) {
        return Arrays.stream(TABLE)
                .filter(entry -> entry.status.code() == status && entry.commands.contains(command))
                .findFirst();
    }

    private static Entry entry(FirmwareStatus status, String meaning, String remedy, String... commands) {
        return new Entry(status, meaning, remedy, Set.of(commands));
    }

    record Entry(FirmwareStatus status, String meaning, String remedy, Set<String> commands) {}
}
