// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * Calls into a vendor's code. Whatever it throws against the contract leaves as a problem that names the vendor's
 * bundle.
 */
final class VendorCall {
    private VendorCall() {}

    static <R> R of(String provider, Supplier<R> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            throw failure(provider, e);
        }
    }

    /**
     * What leaves when a vendor's code threw something: the same problem, or the one that names the vendor's bundle.
     * Errors of the process, such as a lack of memory, are thrown on.
     */
    static CloisterException failure(String provider, Throwable thrown) {
        if (thrown instanceof CloisterException problem) {
            return problem;
        }
        boolean lackOfProcess = thrown instanceof Error
                && !(thrown instanceof LinkageError
                        || thrown instanceof StackOverflowError
                        || thrown instanceof AssertionError);
        if (lackOfProcess) {
            throw (Error) thrown;
        }
        return Problem.defect(
                        ProblemCodes.VENDOR_DEFECT, "an installed bundle failed in a way that its contract excludes")
                .at(provider)
                .found(thrown)
                .remedy("report this to who made that bundle")
                .exception(thrown);
    }
}
