// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.guard;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A method of a vendor's, and who is to blame when it breaks its contract.
 *
 * @param bundle its name and version
 * @param name as the interface calls it
 */
record VendorMethod(String bundle, String name) {
    private static final int LONGEST = 400;
    private static final int FRAMES = 32;

    /**
     * Calls it in this thread.
     *
     * @return never null
     * @throws CloisterException the vendor's own, or {@code vendor.defect}
     */
    <T> T call(Supplier<T> work) {
        T answer;
        VendorMethod outer = Asker.enter(this);
        try {
            answer = work.get();
        } catch (CloisterException own) {
            throw own;
        } catch (Throwable e) {
            throw defect("threw " + text(e)).exception(shown(e));
        } finally {
            Asker.enter(outer);
        }
        if (answer == null) {
            throw defect("answered null").exception();
        }
        return answer;
    }

    /** What leaves when it has not come back. */
    CloisterException silence(Duration limit) {
        return defect("has not come back for " + limit.toMillis() + " ms").exception();
    }

    /** What leaves when it answered what its contract excludes. */
    CloisterException answered(String what) {
        return defect("answered " + what).exception();
    }

    private Problem defect(String did) {
        return Problem.defect(
                        ProblemCodes.VENDOR_DEFECT, "an installed bundle failed in a way that its contract excludes")
                .at(bundle)
                .found(name + " " + did)
                .remedy("report this to who made that bundle");
    }

    /** What was thrown has words of the vendor's own, and code that makes them. */
    private static String text(Throwable thrown) {
        String type = thrown.getClass().getName();
        try {
            String message = thrown.getMessage();
            if (message == null || message.isBlank()) {
                return type;
            }
            return type + ": " + (message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message);
        } catch (Throwable e) {
            return type;
        }
    }

    /** Where it was thrown, without the vendor's words: they are printed as they are. */
    private static Throwable shown(Throwable thrown) {
        Throwable shown = new IllegalStateException(thrown.getClass().getName());
        try {
            StackTraceElement[] frames = thrown.getStackTrace();
            shown.setStackTrace(frames.length > FRAMES ? Arrays.copyOf(frames, FRAMES) : frames);
        } catch (Throwable e) {
            // Then the trace is the one of this place
        }
        return shown;
    }
}
