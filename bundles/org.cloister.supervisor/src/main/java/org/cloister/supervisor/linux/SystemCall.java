// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.util.Arrays;
import java.util.Optional;

/** System calls that are trapped or made here, with their numbers (Linux, arch/x86/entry/syscalls/syscall_64.tbl). */
public enum SystemCall {
    /** Opens a file by its name. */
    OPEN(2),
    /** Closes a descriptor. */
    CLOSE(3),
    /** What a name stands for. */
    STAT(4),
    /** The same of a link itself. */
    LSTAT(6),
    /** Maps pages. */
    MMAP(9),
    /** Changes what pages may be used for. */
    MPROTECT(10),
    /** What becomes of a signal. */
    RT_SIGACTION(13),
    /** Asks a driver. */
    IOCTL(16),
    /** Reads at a position. */
    PREAD64(17),
    /** Writes at a position. */
    PWRITE64(18),
    /** Sets a length. */
    FTRUNCATE(77),
    /** Writes. */
    WRITE(1),
    /** Whether a file may be used. */
    ACCESS(21),
    /** Begins another program. */
    EXECVE(59),
    /** Waits for children and traced threads. */
    WAIT4(61),
    /** Properties of a descriptor. */
    FCNTL(72),
    /** Makes a file, or opens one for writing. */
    CREAT(85),
    /** Where a link points. */
    READLINK(89),
    /** Observes and changes another thread. */
    PTRACE(101),
    /** Properties of a thread. */
    PRCTL(157),
    /** Properties of a thread on x86. */
    ARCH_PRCTL(158),
    /** Sends a signal to a thread. */
    TGKILL(234),
    /** Opens a file by its name in a folder. */
    OPENAT(257),
    /** What a name in a folder stands for. */
    NEWFSTATAT(262),
    /** Where a link in a folder points. */
    READLINKAT(267),
    /** Whether a file in a folder may be used. */
    FACCESSAT(269),
    /** Waits for descriptors. */
    PPOLL(271),
    /** Reads another process. */
    PROCESS_VM_READV(310),
    /** Writes another process. */
    PROCESS_VM_WRITEV(311),
    /** Whether two processes share something. */
    KCMP(312),
    /** Filters system calls. */
    SECCOMP(317),
    /** A file in memory. */
    MEMFD_CREATE(319),
    /** Begins another program from a descriptor. */
    EXECVEAT(322),
    /** Everything about a name. */
    STATX(332),
    /** Sets up a ring of calls that no filter sees. */
    IO_URING_SETUP(425),
    /** A descriptor for a process. */
    PIDFD_OPEN(434),
    /** Closes many descriptors, or has them close with the program. */
    CLOSE_RANGE(436),
    /** A copy of another process's descriptor. */
    PIDFD_GETFD(438),
    /** Opens a file with a structure that says how. */
    OPENAT2(437),
    /** Whether a file may be used, with flags. */
    FACCESSAT2(439);

    private final int number;

    SystemCall(int number) {
        this.number = number;
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** The one of a number; empty for those that are not listed. */
    public static Optional<SystemCall> of(int number) {
        return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
    }
}
