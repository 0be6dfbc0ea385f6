// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.Arrays;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.core.codes.CoreCodes;

/** Says whose code broke the contract. */
final class Blame {
    private static final int FRAMES = 32;

    private Blame() {}

    /** What leaves when a vendor's code threw something: its own problem, or the one that names bundle and method. */
    static CloisterException thrown(VendorCall call, Throwable thrown) {
        if (thrown instanceof CloisterException problem) {
            return problem;
        }
        return defect(call).found(call.method() + " threw " + text(thrown)).exception(shortened(thrown));
    }

    /** What leaves when a vendor's code answered what its contract excludes. */
    static CloisterException answered(VendorCall call, String answer) {
        return defect(call).found(call.method() + " answered " + answer).exception();
    }

    private static Problem defect(VendorCall call) {
        return Problem.defect(
                        ProblemCodes.VENDOR_DEFECT, "an installed bundle failed in a way that its contract excludes")
                .at(call.vendor().bundle())
                .remedy("report this to who made that bundle");
    }

    /** What was thrown has words of the vendor's own, and code that makes them. */
    private static String text(Throwable thrown) {
        String name = thrown.getClass().getName();
        try {
            String message = thrown.getMessage();
            return message == null || message.isBlank() ? name : name + ": " + VendorText.line(message);
        } catch (Throwable e) {
            return name;
        }
    }

    /** A stack that overflowed has a thousand frames that say the same. */
    private static Throwable shortened(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        if (thrown instanceof StackOverflowError && frames.length > FRAMES) {
            thrown.setStackTrace(Arrays.copyOf(frames, FRAMES));
        }
        return thrown;
    }

    /**
     * A question whose time was over.
     *
     * @param overrun the call that it was in; null when it was in no vendor's code
     */
    static CloisterException unanswered(Vendor vendor, Overrun overrun) {
        return overrun == null ? waited(vendor) : overrun.exception();
    }

    private static CloisterException waited(Vendor vendor) {
        return Problem.operation(CoreCodes.VENDOR_WAITS, "what was asked had to wait for too long")
                .at(vendor.bundle())
                .remedy("try again; see 'cloister backends' for calls that do not come back")
                .exception();
    }
}
