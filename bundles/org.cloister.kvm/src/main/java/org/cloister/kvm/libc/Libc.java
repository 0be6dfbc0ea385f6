// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Locale;
import java.util.Optional;

/**
 * The C library, its functions found by name when they are called: to map them directly takes JNA longer than all that
 * a short process calls. What is called often is in {@link Direct}. Addresses are plain numbers; sizes and offsets are
 * unsigned. Nothing here throws: a call that fails returns -1 and leaves its error number to be asked for in the same
 * thread.
 */
final class Libc {
    private static final String NAME = "c";
    private static final String WHY_NOT = load();

    /** Held, as JNA itself keeps a library no longer than until the next collection, and opens it again then. */
    private static NativeLibrary library;

    private Libc() {}

    /** Calls for machines that run, by JNA's direct mapping. */
    static final class Direct {
        static {
            Native.register(Direct.class, NAME);
        }

        private Direct() {}

        // Variadic in C; on x86-64 a whole number is handed over in the same registers either way.
        static native int ioctl(int fd, long request, long argument);
    }

    /** Why none of this can be called here; empty when it can. */
    static Optional<String> obstacle() {
        return Optional.ofNullable(WHY_NOT);
    }

    /** The same as {@link Direct#ioctl}, slower, and without its set-up. */
    static int ioctl(int fd, long request, long argument) {
        return number("ioctl", fd, request, argument);
    }

    static int open(byte[] path, int flags) {
        return number("open", path, flags);
    }

    static int close(int fd) {
        return number("close", fd);
    }

    static long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        return function("mmap").invokeLong(new Object[] {address, length, protection, flags, fd, offset});
    }

    static int munmap(long address, long length) {
        return number("munmap", address, length);
    }

    static int mprotect(long address, long length, int protection) {
        return number("mprotect", address, length, protection);
    }

    static int memfd_create(byte[] name, int flags) {
        return number("memfd_create", name, flags);
    }

    static int ftruncate(int fd, long length) {
        return number("ftruncate", fd, length);
    }

    static int poll(long fds, long count, int timeoutMillis) {
        return number("poll", fds, count, timeoutMillis);
    }

    static int sigaction(int signal, long action, long old) {
        return number("sigaction", signal, action, old);
    }

    static int getpid() {
        return number("getpid");
    }

    static long syscall(long number, long first, long second, long third) {
        return function("syscall").invokeLong(new Object[] {number, first, second, third});
    }

    /** The error number of this thread's last call. */
    static int errno() {
        return Native.getLastError();
    }

    private static int number(String name, Object... arguments) {
        return function(name).invokeInt(arguments);
    }

    private static Function function(String name) {
        return library.getFunction(name);
    }

    private static String load() {
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!os.equals("Linux") || !(arch.equals("amd64") || arch.equals("x86_64"))) {
            return "this needs Linux on x86-64, and here is " + os + " on " + arch;
        }
        try {
            library = NativeLibrary.getInstance(NAME);
            return null;
        } catch (LinkageError e) {
            return "JNA cannot load its native part: " + e.getMessage()
                    + "; name the folder that holds it with -Djna.boot.library.path, or let java.io.tmpdir be a folder"
                    + " where programs may be executed (no noexec)";
        }
    }
}
