// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.PageKind;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;

/** What a type has to refuse, each with the words of its refusal. */
final class RefusalRules {
    private static final PageKind UNKNOWN = new PageKind("tck-unknown");

    private RefusalRules() {}

    /** A step that has to be refused. */
    static String refused(String what, Runnable step) {
        try {
            step.run();
        } catch (CloisterException e) {
            return e.getMessage();
        }
        throw CheckEnd.failed(what + " was not refused");
    }

    /** In the step that puts it in, or at the latest by the end of the launch, of which nothing comes then. */
    static String unknownKind(GuestTypeSubject on) {
        try (RehearsedLaunch launch = on.launch()) {
            launch.init().start();
            long gpa = launch.plan().memory().get(0).gpa();
            InitialRange range = new InitialRange(
                    "tck", gpa, 4096, UNKNOWN, Optional.of(Bytes.wrap(new byte[4096])), InitialRange.Role.OTHER);
            return refused("a range of kind " + UNKNOWN, () -> launch.update(range));
        }
    }
}
