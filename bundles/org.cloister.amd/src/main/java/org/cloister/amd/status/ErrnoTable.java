// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import java.util.Optional;

/** What each error number means wherever nothing more particular is known. */
final class ErrnoTable {
    /** How SEV is turned on (Linux, Documentation/virt/kvm/x86/amd-memory-encryption.rst; arch/x86/kvm/svm). */
    static final String ENABLE =
            "on an EPYC processor turn on SMEE and SEV (for SEV-SNP also SEV-SNP and the RMP) in the"
                    + " BIOS, load the module ccp, and give kvm_amd the parameters sev=1, sev_es=1 and sev_snp=1,"
                    + " in /etc/modprobe.d for example";

    static final Entry[] TABLE = {
        entry(
                Errno.EPERM,
                "EPERM",
                "the caller may not do this: a SEV command to an SNP guest, or a change of the platform without"
                        + " write access",
                "use the commands of the guest's own type, and open /dev/sev for writing as root"),
        entry(
                Errno.ENOENT,
                "ENOENT",
                "the file or object does not exist",
                "check that the device node exists and the driver is loaded"),
        entry(
                Errno.ESRCH,
                "ESRCH",
                "the process or thread is gone",
                "use a machine only in the process that made it, and while it lives"),
        entry(Errno.EINTR, "EINTR", "a signal interrupted the call", "repeat the call"),
        entry(
                Errno.EIO,
                "EIO",
                "the firmware refused the command, or the machine's context was moved away",
                "see the firmware status; when there is none, see the kernel log"),
        entry(Errno.ENXIO, "ENXIO", "the kernel does not know this attribute or unit", "use a newer kernel"),
        entry(Errno.E2BIG, "E2BIG", "the list given is too short for the answer", "repeat the call with a longer list"),
        entry(
                Errno.EBADF,
                "EBADF",
                "the descriptor of the secure processor or of a machine is not open, or of another kind",
                "keep /dev/sev open for as long as the guest is launched"),
        entry(
                Errno.EAGAIN,
                "EAGAIN",
                "the command stopped early and can go on",
                "repeat it for the pages that are left"),
        entry(
                Errno.ENOMEM,
                "ENOMEM",
                "memory could not be allocated or pinned",
                "raise the limit of locked memory (RLIMIT_MEMLOCK) or use a smaller guest"),
        entry(Errno.EACCES, "EACCES", "permission denied", "give the user access to /dev/kvm and /dev/sev"),
        entry(
                Errno.EFAULT,
                "EFAULT",
                "an address in the command cannot be read or written",
                "check the addresses and lengths of the buffers"),
        entry(
                Errno.EBUSY,
                "EBUSY",
                "all address space identifiers (ASIDs) are in use, or the machine is being changed",
                "close other confidential guests, or set the number of ASIDs in the firmware setup"),
        entry(Errno.EEXIST, "EEXIST", "it exists already", "make each vCPU, memory slot and assignment of a page once"),
        entry(
                Errno.ENODEV,
                "ENODEV",
                "there is no secure processor, or its driver gave up",
                "see the kernel log of the ccp module"),
        entry(
                Errno.EINVAL,
                "EINVAL",
                "the command does not fit the machine or its state, or a field has a value that is not allowed",
                "check policy, flags, VMSA features, page types and lengths; the command may have come"
                        + " too late or twice"),
        entry(
                Errno.ENFILE,
                "ENFILE",
                "the system has no descriptors left",
                "close files, or raise the kernel's limit fs.file-max"),
        entry(
                Errno.EMFILE,
                "EMFILE",
                "the process has no descriptors left",
                "close machines, or raise the limit of open files (RLIMIT_NOFILE)"),
        entry(
                Errno.ENOTTY,
                "ENOTTY",
                "SEV is not enabled in this kernel, or the machine is not of the type for this command",
                ENABLE + "; where SEV is enabled, make the machine with the type of the guest and initialise it"),
        entry(Errno.ENOSPC, "ENOSPC", "the buffer or the table is full", "repeat the call with a larger buffer"),
        entry(Errno.ENOSYS, "ENOSYS", "the kernel does not have this call", "use a newer kernel"),
        entry(Errno.EOPNOTSUPP, "EOPNOTSUPP", "not supported here", "use a newer kernel or firmware"),
        entry(
                Errno.ETIMEDOUT,
                "ETIMEDOUT",
                "the secure processor did not answer in time",
                "see the kernel log; when it happens again, restart the host"),
        entry(Errno.ENOTSUPP, "ENOTSUPP", "not supported by this firmware", "install a newer firmware"),
    };

    private ErrnoTable() {}

    static Optional<Entry> find(int errno) {
        for (Entry entry : TABLE) {
            if (entry.number() == errno) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static Entry entry(int number, String name, String meaning, String remedy) {
        return new Entry(number, name, meaning, remedy);
    }

    record Entry(int number, String name, String meaning, String remedy) {}
}
