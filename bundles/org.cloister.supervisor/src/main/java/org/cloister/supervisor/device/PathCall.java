// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.cloister.supervisor.linux.SystemCall;
import org.cloister.supervisor.linux.TrappedCall;

/**
 * A call that names a file. Immutable.
 *
 * @param call as it was trapped
 * @param kind which one it is
 */
record PathCall(TrappedCall call, SystemCall kind) {
    /** Calls that name a file. */
    static final Set<SystemCall> KINDS = EnumSet.of(
            SystemCall.OPEN,
            SystemCall.CREAT,
            SystemCall.STAT,
            SystemCall.LSTAT,
            SystemCall.ACCESS,
            SystemCall.READLINK,
            SystemCall.OPENAT,
            SystemCall.NEWFSTATAT,
            SystemCall.READLINKAT,
            SystemCall.FACCESSAT,
            SystemCall.STATX,
            SystemCall.OPENAT2,
            SystemCall.FACCESSAT2);

    private static final int AT_FDCWD = -100;
    /** O_CREAT, O_WRONLY and O_TRUNC: creat(2). */
    private static final int CREATED = 01101;

    static Optional<PathCall> of(TrappedCall call) {
        return SystemCall.of(call.number()).filter(KINDS::contains).map(kind -> new PathCall(call, kind));
    }

    /** Whether the path comes behind the descriptor of a folder. */
    private boolean inFolder() {
        return switch (kind) {
            case OPEN, CREAT, STAT, LSTAT, ACCESS, READLINK -> false;
            default -> true;
        };
    }

    /** The path as it was said; empty where it cannot be read, which the kernel tells the program. */
    Optional<String> said() {
        return call.memory()
                .text(inFolder() ? call.second() : call.first())
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** The path from the root on, without detours over {@code .} and {@code ..}; links in it stay. */
    Optional<String> absolute(String said) {
        if (said.startsWith("/")) {
            return Optional.of(straight(said));
        }
        int folder = inFolder() ? (int) call.first() : AT_FDCWD;
        String link = folder == AT_FDCWD ? "cwd" : "fd/" + folder;
        try {
            Path where = Files.readSymbolicLink(Path.of("/proc/" + call.thread() + "/" + link));
            // Links tell it from this process's root on, and the program may have one further down
            Path root = Files.readSymbolicLink(Path.of("/proc/" + call.thread() + "/root"));
            Path below = where.startsWith(root) ? root.relativize(where) : where;
            return Optional.of(straight("/" + below + "/" + said));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String straight(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /** How a file is to be opened; empty where what says it cannot be read. */
    Optional<Integer> openFlags() {
        return switch (kind) {
            case OPEN -> Optional.of((int) call.second());
            case CREAT -> Optional.of(CREATED);
            case OPENAT2 ->
                call.memory().read(call.third(), Long.BYTES).map(how -> (int)
                        ByteBuffer.wrap(how).order(ByteOrder.LITTLE_ENDIAN).getLong());
            default -> Optional.of((int) call.third());
        };
    }

    /** What access(2) and its like ask. */
    int wanted() {
        return (int) (kind == SystemCall.ACCESS ? call.second() : call.third());
    }

    /** Where what stat tells is to be written. */
    long target() {
        return switch (kind) {
            case STATX -> call.fifth();
            case NEWFSTATAT -> call.third();
            default -> call.second();
        };
    }
}
