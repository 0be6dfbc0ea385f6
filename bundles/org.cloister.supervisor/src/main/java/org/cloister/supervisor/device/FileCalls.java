// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.util.Optional;
import java.util.Set;
import org.cloister.amd.status.Errno;
import org.cloister.supervisor.linux.SystemCall;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallHandler;
import org.cloister.supervisor.trap.CallOutcome;

/** Calls that name an emulated file, however they name it. */
public final class FileCalls implements CallHandler {
    private static final int ACCESS_MASK = 3;
    /** O_CREAT and O_EXCL. */
    private static final int NEW = 0300;

    private static final int DIRECTORY = 0200000;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int ENOTDIR = 20;

    private final EmulatedFiles files;

    /** Calls about these files. */
    public FileCalls(EmulatedFiles files) {
        this.files = files;
    }

    /** The calls to be trapped for it. */
    public static Set<SystemCall> trapped() {
        return PathCall.KINDS;
    }

    @Override
    public Optional<CallAnswer> take(TrappedCall call) {
        return PathCall.of(call)
                .flatMap(path -> path.said()
                        .filter(files::mayHave)
                        .flatMap(path::absolute)
                        .flatMap(files::get)
                        .map(file -> () -> answer(path, file)));
    }

    private static CallOutcome answer(PathCall call, EmulatedFile file) {
        return switch (call.kind()) {
            case OPEN, CREAT, OPENAT, OPENAT2 ->
                call.openFlags().map(flags -> open(file, flags)).orElse(new CallOutcome.Failure(Errno.EFAULT));
            case ACCESS, FACCESSAT, FACCESSAT2 -> CallOutcome.of(file.facts().allows(call.wanted()) ? 0 : Errno.EACCES);
            case READLINK, READLINKAT -> new CallOutcome.Failure(Errno.EINVAL);
            case STATX -> written(call, file.facts().statx());
            default -> written(call, file.facts().stat());
        };
    }

    private static CallOutcome open(EmulatedFile file, int flags) {
        int access = flags & ACCESS_MASK;
        if ((flags & NEW) == NEW) {
            return new CallOutcome.Failure(Errno.EEXIST);
        }
        if ((flags & DIRECTORY) != 0 || access == ACCESS_MASK) {
            return new CallOutcome.Failure(access == ACCESS_MASK ? Errno.EINVAL : ENOTDIR);
        }
        return file.open(access, (flags & CLOSE_ON_EXEC) != 0);
    }

    private static CallOutcome written(PathCall call, byte[] facts) {
        return CallOutcome.of(call.call().memory().write(call.target(), facts) ? 0 : Errno.EFAULT);
    }
}
