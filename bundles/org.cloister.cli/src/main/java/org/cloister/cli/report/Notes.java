// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.launch.Guest;

/** What a caller should know about a launch beyond its result. */
public final class Notes {
    private Notes() {}

    /**
     * The plan's notes, and why the guest was not run.
     *
     * @param asked whether its execution was requested; the result then contains it
     */
    public static List<String> of(Guest guest, boolean asked) {
        List<String> notes = new ArrayList<>(guest.report().plan().notes());
        if (!asked) {
            notes.add(guest.whyNotExecuted()
                    .map(reason -> "the guest was launched and not run: " + reason)
                    .orElse("the guest was launched and not run: nobody asked for it with --execute"));
        }
        return notes;
    }
}
