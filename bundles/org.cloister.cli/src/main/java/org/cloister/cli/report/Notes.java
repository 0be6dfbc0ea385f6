package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.launch.Guest;

/** What a caller should know about a launch beyond its result. */
public final class Notes {
    private Notes() {}

    /** The plan's notes, and why the guest was not run. */
    public static List<String> of(Guest guest) {
        List<String> notes = new ArrayList<>(guest.report().plan().notes());
        notes.add(
                guest.executor().isPresent()
                        ? "the guest was launched and not run: nobody asked for its execution"
                        : "the guest was launched and not run: the platform "
                                + guest.report().vmm() + " does not execute guests");
        return notes;
    }
}
