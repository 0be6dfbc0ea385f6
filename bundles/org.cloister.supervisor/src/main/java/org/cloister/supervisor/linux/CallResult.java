// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import org.cloister.amd.status.Errno;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.supervisor.codes.SupervisorCodes;

/**
 * What a system call returned. Immutable.
 *
 * @param value what it returned; -1 when it failed
 * @param errno the error number, positive; 0 when it did not fail
 */
public record CallResult(long value, int errno) {
    static CallResult of(long value) {
        return new CallResult(value, value == -1 ? NativeCalls.errno() : 0);
    }

    /** Whether it failed. */
    public boolean failed() {
        return errno != 0;
    }

    /**
     * What it returned, when it did not fail.
     *
     * @param call the call's name, for the message
     * @throws CloisterException {@code supervisor.call}
     */
    public long orThrow(String call) {
        if (failed()) {
            throw Problem.operation(SupervisorCodes.SUPERVISOR_CALL, call + " failed")
                    .found(Errno.describe(errno))
                    .remedy(Errno.remedy(errno))
                    .exception();
        }
        return value;
    }
}
