// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.operate.VendorFault;
import org.cloister.core.codes.CoreCodes;

/**
 * A call that took too long and has been left behind. It is gone from the list when it comes back.
 *
 * @param call what was called
 * @param since when the call began
 */
record Overrun(VendorCall call, Instant since) {
    static Overrun of(VendorCall call, long nanos) {
        return new Overrun(call, Instant.now().minusNanos(System.nanoTime() - nanos));
    }

    /** The call and since when, in one line. */
    String text() {
        return call.method() + " of " + call.vendor().bundle() + ", since "
                + DateTimeFormatter.ISO_LOCAL_TIME.format(
                        since.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS))
                + " UTC";
    }

    VendorFault fault() {
        return new VendorFault(VendorFault.Kind.STUCK, call.vendor().bundle(), text(), since);
    }

    CloisterException exception() {
        return Problem.defect(CoreCodes.VENDOR_SILENT, "a call into an installed bundle has not come back")
                .at(call.vendor().bundle())
                .found(text())
                .remedy("report this to who made that bundle")
                .exception();
    }

    /** What the caller of an operation gets when its limits ended it, and this call did not. */
    CloisterException ending(Problem limit) {
        return new Problem(
                        limit.kind(),
                        limit.code(),
                        limit.what() + ", and a call into an installed bundle has not come back",
                        call.vendor().bundle(),
                        text(),
                        null,
                        "report this to who made that bundle")
                .exception();
    }
}
