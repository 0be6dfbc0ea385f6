// SPDX-License-Identifier: Apache-2.0
package com.example.snp;

import java.util.Optional;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** Whether a guest may run: its launch is finished, and every page that was measured is private. */
final class Readiness {
    private Readiness() {}

    static GuestStatus of(ExampleContext now, GuestMemory memory) {
        if (!now.running()) {
            return new GuestStatus(now.state(), false, "the launch is not finished");
        }
        return now.queue().stream()
                .flatMap(range -> sharedPage(range, memory).stream())
                .findFirst()
                .map(gpa -> new GuestStatus(now.state(), false, "page 0x" + Long.toHexString(gpa) + " is shared"))
                .orElse(new GuestStatus(now.state(), true, ""));
    }

    private static Optional<Long> sharedPage(ExampleContext.Range range, GuestMemory memory) {
        for (long gpa = range.gpa(); gpa < range.gpa() + range.size(); gpa += GuestMemory.PAGE) {
            PageState page = memory.page(gpa);
            // What the guest itself has shared since is its own affair.
            if (page.visibility() == Visibility.SHARED && page.by() != Turn.PAGE_STATE_CHANGE) {
                return Optional.of(gpa);
            }
        }
        return Optional.empty();
    }
}
