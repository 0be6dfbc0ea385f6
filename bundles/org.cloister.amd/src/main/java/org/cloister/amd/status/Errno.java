package org.cloister.amd.status;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Linux's error numbers, as KVM and the {@code ccp} driver use them for SEV commands: name, meaning there, remedy.
 *
 * <p>Numbers are those of x86-64, positive.
 */
public final class Errno {
    /** Not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** Interrupted by a signal. */
    public static final int EINTR = 4;
    /** The firmware refused. */
    public static final int EIO = 5;
    /** No such device or address. */
    public static final int ENXIO = 6;
    /** Argument list too long. */
    public static final int E2BIG = 7;
    /** Bad file descriptor. */
    public static final int EBADF = 9;
    /** Try again. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Bad address. */
    public static final int EFAULT = 14;
    /** Busy. */
    public static final int EBUSY = 16;
    /** Exists already. */
    public static final int EEXIST = 17;
    /** No such device. */
    public static final int ENODEV = 19;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** Inappropriate request. */
    public static final int ENOTTY = 25;
    /** No space left. */
    public static final int ENOSPC = 28;
    /** Not supported on this descriptor. */
    public static final int EOPNOTSUPP = 95;
    /** Timed out. */
    public static final int ETIMEDOUT = 110;
    /** Not supported, a number of the kernel's own that some drivers let through. */
    public static final int ENOTSUPP = 524;

    private static final Entry[] TABLE = {
        entry(
                EPERM,
                "EPERM",
                "the caller may not do this: a SEV command to an SNP guest, or a change of the platform without"
                        + " write access",
                "use the commands of the guest's own type, and open /dev/sev for writing as root"),
        entry(
                ENOENT,
                "ENOENT",
                "the file or object does not exist",
                "check that the device node exists and the driver is loaded"),
        entry(EINTR, "EINTR", "a signal interrupted the call", "repeat the call"),
        entry(
                EIO,
                "EIO",
                "the firmware refused the command",
                "see the firmware status; when there is none, see the kernel log"),
        entry(ENXIO, "ENXIO", "the kernel does not know this attribute or unit", "use a newer kernel"),
        entry(E2BIG, "E2BIG", "the list given is too short for the answer", "repeat the call with a longer list"),
        entry(
                EBADF,
                "EBADF",
                "the descriptor of the secure processor is not open",
                "keep /dev/sev open for as long as the guest is launched"),
        entry(EAGAIN, "EAGAIN", "the command stopped early and can go on", "repeat it for the pages that are left"),
        entry(
                ENOMEM,
                "ENOMEM",
                "memory could not be allocated or pinned",
                "raise the limit of locked memory (RLIMIT_MEMLOCK) or use a smaller guest"),
        entry(EACCES, "EACCES", "permission denied", "give the user access to /dev/kvm and /dev/sev"),
        entry(
                EFAULT,
                "EFAULT",
                "an address in the command cannot be read or written",
                "check the addresses and lengths of the buffers"),
        entry(
                EBUSY,
                "EBUSY",
                "all address space identifiers (ASIDs) are in use, or the machine is being changed",
                "close other confidential guests, or set the number of ASIDs in the firmware setup"),
        entry(
                EEXIST,
                "EEXIST",
                "a page is assigned to a guest already",
                "put each page into the guest once; look for overlapping ranges"),
        entry(
                ENODEV,
                "ENODEV",
                "there is no secure processor, or its driver gave up",
                "see the kernel log of the ccp module"),
        entry(
                EINVAL,
                "EINVAL",
                "the command does not fit the machine or its state, or a field has a value that is not allowed",
                "check policy, flags, VMSA features, page types and lengths; the command may have come"
                        + " too late or twice"),
        entry(
                ENOTTY,
                "ENOTTY",
                "the machine or the host is not one for this command",
                "create the machine with the type of the guest, and check that the kvm_amd parameters"
                        + " sev, sev_es and sev_snp are on"),
        entry(ENOSPC, "ENOSPC", "the buffer or the table is full", "repeat the call with a larger buffer"),
        entry(EOPNOTSUPP, "EOPNOTSUPP", "not supported here", "use a newer kernel or firmware"),
        entry(
                ETIMEDOUT,
                "ETIMEDOUT",
                "the secure processor did not answer in time",
                "see the kernel log; when it happens again, restart the host"),
        entry(ENOTSUPP, "ENOTSUPP", "not supported by this firmware", "install a newer firmware"),
    };

    private static final Map<Integer, Entry> BY_NUMBER =
            Arrays.stream(TABLE).collect(Collectors.toUnmodifiableMap(Entry::number, Function.identity()));

    private Errno() {}

    /**
     * A number in words: {@code EINVAL (22, the command does not fit …)}.
     *
     * @param errno positive; any other is said to be unknown
     * @return never null
     */
    public static String describe(int errno) {
        return find(errno)
                .map(entry -> entry.name + " (" + errno + ", " + entry.meaning + ")")
                .orElseGet(() -> "errno " + errno + " (not one that SEV commands are known to give)");
    }

    /**
     * What to do about it.
     *
     * @return never null
     */
    public static String remedy(int errno) {
        return find(errno).map(Entry::remedy).orElse("see the kernel log");
    }

    private static Optional<Entry> find(int errno) {
        return Optional.ofNullable(BY_NUMBER.get(errno));
    }

    private static Entry entry(int number, String name, String meaning, String remedy) {
        return new Entry(number, name, meaning, remedy);
    }

    private record Entry(int number, String name, String meaning, String remedy) {}
}
