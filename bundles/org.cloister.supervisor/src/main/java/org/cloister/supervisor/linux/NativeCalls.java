// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import com.sun.jna.Native;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The C library by JNA's direct mapping: trapped calls wait for these. Nothing here throws; a call that fails returns
 * -1 and leaves its error number to be asked for in the same thread.
 */
final class NativeCalls {
    private static final String WHY_NOT = load();

    private NativeCalls() {}

    /** Why none of this can be called here; empty when it can. */
    static Optional<String> obstacle() {
        return Optional.ofNullable(WHY_NOT);
    }

    // Variadic in C; on x86-64 whole numbers are handed over in the same registers either way.
    static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    static native int posix_spawn(long pid, long path, long actions, long attributes, long words, long environment);

    static native int posix_spawnattr_init(long attributes);

    static native int posix_spawnattr_setflags(long attributes, short flags);

    static native int posix_spawnattr_setsigmask(long attributes, long mask);

    /** The error number of this thread's last call. */
    static int errno() {
        return Native.getLastError();
    }

    static CallResult call(SystemCall number, long... arguments) {
        long[] six = Arrays.copyOf(arguments, 6);
        return CallResult.of(syscall(number.number(), six[0], six[1], six[2], six[3], six[4], six[5]));
    }

    private static String load() {
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!os.equals("Linux") || !(arch.equals("amd64") || arch.equals("x86_64"))) {
            return "this needs Linux on x86-64, and here is " + os + " on " + arch;
        }
        try {
            Native.register(NativeCalls.class, "c");
            return null;
        } catch (LinkageError e) {
            return "JNA cannot load its native part: " + e.getMessage()
                    + "; name the folder that holds it with -Djna.boot.library.path, or let java.io.tmpdir be a folder"
                    + " where programs may be executed (no noexec)";
        }
    }
}
