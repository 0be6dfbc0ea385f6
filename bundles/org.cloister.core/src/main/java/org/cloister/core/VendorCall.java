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
        } catch (CloisterException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw Problem.defect(
                            ProblemCodes.VENDOR_DEFECT,
                            "an installed bundle failed in a way that its contract excludes")
                    .at(provider)
                    .found(e)
                    .remedy("report this to who made that bundle")
                    .exception(e);
        }
    }
}
