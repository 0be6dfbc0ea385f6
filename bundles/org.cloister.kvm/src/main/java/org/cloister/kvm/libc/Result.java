// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import org.cloister.amd.status.Errno;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.kvm.codes.KvmCodes;

/**
 * What a system call returned. Immutable.
 *
 * @param value what it returned; -1 when it failed
 * @param errno the error number, positive; 0 when it did not fail
 */
public record Result(long value, int errno) {
    static Result of(long value) {
        return new Result(value, value == -1 ? Libc.errno() : 0);
    }

    /** Whether it failed. */
    public boolean failed() {
        return errno != 0;
    }

    /**
     * What it returned, when it did not fail.
     *
     * @param call the call's name, for the message
     * @throws CloisterException {@code kvm.call} of kind {@code OPERATION}, with the error's name, meaning and remedy
     */
    public long orThrow(String call) {
        if (failed()) {
            throw failure(call);
        }
        return value;
    }

    /** The exception for a failure. */
    public CloisterException failure(String call) {
        return Problem.operation(KvmCodes.KVM_CALL, call + " failed")
                .found(Errno.describe(errno))
                .remedy(Errno.remedy(errno))
                .exception();
    }
}
