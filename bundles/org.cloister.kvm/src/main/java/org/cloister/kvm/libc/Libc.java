package org.cloister.kvm.libc;

import com.sun.jna.Native;
import java.util.Locale;
import java.util.Optional;

/**
 * The C library by JNA's direct mapping. Addresses are plain numbers; sizes and offsets are unsigned. Nothing here throws: a call that fails
 * returns -1 and leaves its error number to be asked for in the same thread.
 */
final class Libc {
    private static final String WHY_NOT = register();

    private Libc() {}

    /** Why none of this can be called here; empty when it can. */
    static Optional<String> obstacle() {
        return Optional.ofNullable(WHY_NOT);
    }

    // Variadic in C; on x86-64 a whole number is handed over in the same registers either way.
    static native int ioctl(int fd, long request, long argument);

    static native int open(byte[] path, int flags);

    static native int close(int fd);

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native int mprotect(long address, long length, int protection);

    static native int memfd_create(byte[] name, int flags);

    static native int ftruncate(int fd, long length);

    static native int poll(long fds, long count, int timeoutMillis);

    static native int sigaction(int signal, long action, long old);

    static native int getpid();

    static native long syscall(long number, long first, long second, long third);

    /** The error number of this thread's last call. */
    static int errno() {
        return Native.getLastError();
    }

    private static String register() {
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!os.equals("Linux") || !(arch.equals("amd64") || arch.equals("x86_64"))) {
            return "this needs Linux on x86-64, and here is " + os + " on " + arch;
        }
        try {
            Native.register(Libc.class, "c");
            return null;
        } catch (LinkageError e) {
            return "JNA cannot be used here: " + e.getMessage();
        }
    }
}
