// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import static org.cloister.amd.status.Errno.EBUSY;
import static org.cloister.amd.status.Errno.EINVAL;
import static org.cloister.amd.status.Errno.EIO;
import static org.cloister.amd.status.Errno.ENOMEM;
import static org.cloister.amd.status.Errno.ENOTSUPP;
import static org.cloister.amd.status.Errno.ENOTTY;
import static org.cloister.amd.status.Errno.EPERM;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Error numbers that mean something of their own for a command (Linux, arch/x86/kvm/svm/sev.c and drivers/crypto/ccp).
 * The first entry that fits counts.
 */
final class CommandErrors {
    private static final String OLD_MACHINE =
            "the machine is not of the default type, has vCPUs, or is initialised already";
    private static final String NOT_IMPLEMENTED = "the kernel numbers this command and does not implement it";
    private static final String ONE_PAGE =
            "the packet or its range is missing, longer than a page, or runs across a page's end";
    private static final String NO_SNP_FIRMWARE = "SEV-SNP is not initialised on this platform";
    private static final String SNP_SETUP =
            "turn on SEV-SNP and the RMP in the BIOS; see the kernel log of the ccp module";

    static final Entry[] TABLE = {
        entry(ENOTTY, "SEV is not enabled in this kernel", ErrnoTable.ENABLE, CommandNames.MEMORY_ENCRYPT_OP),
        entry(
                ENOTTY,
                "SEV is not enabled in this kernel, or there are no ASIDs for this type of guest",
                ErrnoTable.ENABLE + "; where SEV is enabled, set the number of SEV-ES ASIDs in the BIOS",
                CommandNames.INIT,
                CommandNames.ES_INIT,
                CommandNames.INIT2),
        entry(
                EINVAL,
                OLD_MACHINE,
                "use INIT2 for machines of the types SEV, SEV-ES and SEV-SNP, and initialise before the first vCPU",
                CommandNames.INIT,
                CommandNames.ES_INIT),
        entry(
                EINVAL,
                "the machine is not of type SEV, SEV-ES or SEV-SNP, has vCPUs or is initialised already; or flags, VMSA"
                        + " features or GHCB version are not allowed",
                "initialise once and before the first vCPU, with flags 0, VMSA features within the kernel's mask (0 for"
                        + " SEV), and a GHCB version of at most 2 (0 for SEV)",
                CommandNames.INIT2),
        entry(
                EBUSY,
                "all address space identifiers (ASIDs) for this type of guest are in use",
                "close other confidential guests, or set the number of ASIDs in the BIOS",
                CommandNames.INIT,
                CommandNames.ES_INIT,
                CommandNames.INIT2),
        entry(
                EINVAL,
                "a vCPU is being debugged or has breakpoints (DR7)",
                "end guest debugging before the launch",
                CommandNames.LAUNCH_UPDATE_VMSA),
        entry(
                EINVAL,
                "header, payload or range are missing, longer than 16 KiB, or the range is not physically contiguous",
                "put the secret into one page, or back the guest's memory with huge pages",
                CommandNames.LAUNCH_SECRET),
        entry(
                EINVAL,
                "the buffer is longer than 16 KiB",
                "use the length that the firmware answers to a request with length 0",
                CommandNames.LAUNCH_MEASURE,
                CommandNames.GET_ATTESTATION_REPORT),
        entry(
                EINVAL,
                "certificates or session are missing or longer than 16 KiB",
                "give all of them, and room of the length that the firmware answers",
                CommandNames.SEND_START,
                CommandNames.RECEIVE_START),
        entry(EINVAL, ONE_PAGE, "send page by page", CommandNames.SEND_UPDATE_DATA),
        entry(
                EINVAL,
                ONE_PAGE + "; or the machine is not an SEV guest",
                "initialise the machine, and receive page by page",
                CommandNames.RECEIVE_UPDATE_DATA),
        entry(
                EINVAL,
                NOT_IMPLEMENTED,
                "do without it",
                CommandNames.SEND_UPDATE_VMSA,
                CommandNames.RECEIVE_UPDATE_VMSA,
                CommandNames.CERT_EXPORT),
        entry(
                EINVAL,
                "the length is 0, the range is not mapped guest memory, or the target's address is 0",
                "check addresses and length",
                CommandNames.DBG_DECRYPT,
                CommandNames.DBG_ENCRYPT),
        entry(
                EINVAL,
                "the launch was started already, flags are not 0, or the policy has bits that the kernel does not take or"
                        + " lacks bit 17",
                "start once, and take from the policy what the kernel's mask of policy bits lacks",
                CommandNames.SNP_LAUNCH_START),
        entry(
                EINVAL,
                "the launch was not started, length or flags or page type are not allowed, or the first page is in no"
                        + " memory slot with guest_memfd",
                "give whole pages of guest_memfd, with flags 0",
                CommandNames.SNP_LAUNCH_UPDATE),
        entry(
                EIO,
                "the firmware refused the first page; where its status is 0 the kernel did: the page is shared, it is"
                        + " assigned to a guest already, or its source cannot be read",
                "with status 0, see whether KVM_SET_MEMORY_ATTRIBUTES made the page private, then whether another update"
                        + " had it before (ranges that overlap), then whether uaddr is mapped",
                CommandNames.SNP_LAUNCH_UPDATE),
        entry(
                EINVAL,
                "the launch was not started, or flags are not 0",
                "start the launch first, and give flags 0",
                CommandNames.SNP_LAUNCH_FINISH),
        entry(
                EINVAL,
                "the machine is not initialised for SEV-SNP, has vCPUs already, or the kernel is older than 7.0",
                "call it between INIT2 and the first vCPU",
                CommandNames.SNP_ENABLE_REQ_CERTS),
        entry(
                ENOMEM,
                "the memory could not be pinned: it is above the limit of locked memory, or none is left",
                "raise the limit of locked memory (RLIMIT_MEMLOCK), or give the process CAP_IPC_LOCK",
                CommandNames.REG_REGION,
                CommandNames.LAUNCH_UPDATE_DATA),
        entry(
                EINVAL,
                "the machine mirrors another one's context, or the region was not registered so",
                "release a region with the address and size with which it was registered",
                CommandNames.REG_REGION,
                CommandNames.UNREG_REGION),
        entry(
                EINVAL,
                "this machine is initialised for SEV already or has vCPUs, or the source is this machine, a mirror, of another"
                        + " type, or not initialised",
                "take the context of an initialised machine into a new one of the same type",
                CommandNames.COPY_ENC_CONTEXT_FROM,
                CommandNames.MOVE_ENC_CONTEXT_FROM),
        entry(
                EBUSY,
                "another copy or move goes on with one of the machines",
                "repeat the call when it is over",
                CommandNames.COPY_ENC_CONTEXT_FROM,
                CommandNames.MOVE_ENC_CONTEXT_FROM),
        entry(
                EPERM,
                "/dev/sev was not opened for writing",
                "open /dev/sev for writing as root",
                CommandNames.FACTORY_RESET,
                CommandNames.PEK_GEN,
                CommandNames.PDH_GEN,
                CommandNames.PEK_CSR,
                CommandNames.PEK_CERT_IMPORT,
                CommandNames.SNP_SET_CONFIG,
                CommandNames.SNP_VLEK_LOAD),
        entry(
                EPERM,
                "the platform is not initialised, and /dev/sev was not opened for writing to initialise it",
                "open /dev/sev for writing as root, or start a guest first",
                CommandNames.PDH_CERT_EXPORT),
        entry(
                EBUSY,
                "the platform has SEV guests",
                "close all SEV and SEV-ES guests first",
                CommandNames.FACTORY_RESET),
        entry(
                ENOTSUPP,
                "the firmware is older than API 0.16",
                "install a newer firmware",
                CommandNames.GET_ID,
                CommandNames.GET_ID2),
        entry(EINVAL, NO_SNP_FIRMWARE, SNP_SETUP, CommandNames.SNP_PLATFORM_STATUS, CommandNames.SNP_COMMIT),
        entry(
                EINVAL,
                NO_SNP_FIRMWARE + ", or a length or version is not allowed",
                SNP_SETUP,
                CommandNames.SNP_SET_CONFIG,
                CommandNames.SNP_VLEK_LOAD),
        entry(
                EINVAL,
                "a certificate is missing or longer than 16 KiB",
                "give the PEK and the OCA certificate",
                CommandNames.PEK_CERT_IMPORT),
    };

    private CommandErrors() {}

    static Optional<Entry> find(String command, int errno) {
        return Arrays.stream(TABLE)
                .filter(entry -> entry.errno == errno && entry.commands.contains(command))
                .findFirst();
    }

    private static Entry entry(int errno, String meaning, String remedy, String... commands) {
        return new Entry(errno, meaning, remedy, Set.of(commands));
    }

    record Entry(int errno, String meaning, String remedy, Set<String> commands) {}
}
