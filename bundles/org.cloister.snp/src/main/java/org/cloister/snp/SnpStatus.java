// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.Optional;
import org.cloister.api.Numbers;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/**
 * How an SNP guest stands. Ready means more than that the last command succeeded: what was measured is private, page by
 * page.
 */
final class SnpStatus {
    private SnpStatus() {}

    static GuestStatus of(SnpContext now, Machine machine) {
        String state = now.state().word();
        if (now.state() != SnpContext.State.RUNNING) {
            return new GuestStatus(state, false, "the launch is not finished");
        }
        return firstSharedPage(now, machine.memory())
                .map(gpa -> new GuestStatus(state, false, "page " + Numbers.hex(gpa) + " is shared"))
                .orElse(new GuestStatus(state, true, ""));
    }

    private static Optional<Long> firstSharedPage(SnpContext now, GuestMemory memory) {
        for (SnpContext.Queued range : now.queue()) {
            for (long gpa = range.gpa(); gpa < range.gpa() + range.size(); gpa += GuestMemory.PAGE) {
                if (exposed(memory.page(gpa))) {
                    return Optional.of(gpa);
                }
            }
        }
        return Optional.empty();
    }

    /** A page that the guest itself has shared since is not a lack of protection. */
    private static boolean exposed(PageState page) {
        return page.visibility() == Visibility.SHARED && page.by() != Turn.PAGE_STATE_CHANGE;
    }
}
