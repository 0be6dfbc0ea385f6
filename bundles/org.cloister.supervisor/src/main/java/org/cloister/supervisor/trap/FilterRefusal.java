// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import org.cloister.amd.status.Errno;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.supervisor.codes.SupervisorCodes;

/** Why a kernel refused to have system calls trapped, and what to do about it (seccomp(2), "ERRORS"). */
final class FilterRefusal {
    private FilterRefusal() {}

    static CloisterException of(int errno) {
        return Problem.host(SupervisorCodes.SUPERVISOR_HOST, "system calls cannot be trapped here")
                .found(Errno.name(errno))
                .remedy(remedy(errno))
                .exception();
    }

    private static String remedy(int errno) {
        return switch (errno) {
            case Errno.EBUSY ->
                "a supervisor above this process has such a filter already (LXD, or cloister softsev itself): run it"
                        + " outside of that one";
            case Errno.EINVAL -> "use Linux 5.19 or newer: older kernels cannot hold a call through a signal";
            case Errno.EPERM, Errno.EACCES ->
                "in a container, allow seccomp and ptrace in its profile, for example with --security-opt"
                        + " seccomp=unconfined";
            case Errno.ENOSYS -> "use a kernel built with CONFIG_SECCOMP_FILTER";
            default -> "see seccomp(2)";
        };
    }
}
