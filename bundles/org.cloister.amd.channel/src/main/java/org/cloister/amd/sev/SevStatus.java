// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.channel.GetGuestStatus;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevGuestStatus.State;
import org.cloister.api.Numbers;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** How a guest stands: the firmware's status has to agree with what was done here. */
final class SevStatus {
    private SevStatus() {}

    static GuestStatus of(SevContext now, Machine machine) {
        String state = now.state().word();
        if (now.state() == SevContext.State.UNINIT) {
            return new GuestStatus(state, false, "the launch is not started");
        }
        org.cloister.amd.channel.SevGuestStatus seen =
                machine.channel(SevChannel.class).execute(new GetGuestStatus());
        OptionalLong handle = OptionalLong.of(Integer.toUnsignedLong(seen.handle()));
        if (now.state() != SevContext.State.RUNNING) {
            return new GuestStatus(state, false, unfinished(now.state()), handle);
        }
        return doubt(now, machine, seen)
                .map(reason -> new GuestStatus(state, false, reason, handle))
                .orElseGet(() -> new GuestStatus(state, true, "", handle));
    }

    private static String unfinished(SevContext.State state) {
        return switch (state) {
            case SEND_UPDATE -> "it is being sent";
            case RECEIVE_UPDATE -> "it is being received";
            case SENT -> "it was sent";
            default -> "the launch is not finished";
        };
    }

    private static Optional<String> doubt(
            SevContext now, Machine machine, org.cloister.amd.channel.SevGuestStatus seen) {
        if (!seen.state().equals(Optional.of(State.RUNNING))) {
            return Optional.of("the firmware says that the guest is in state " + seen.stateCode());
        }
        if (Integer.toUnsignedLong(seen.policy()) != now.policy().value()) {
            return Optional.of("the firmware says that the policy is " + Numbers.hex32(seen.policy()));
        }
        return now.ranges().stream()
                .flatMap(range -> firstExposed(range, machine.memory()).stream())
                .findFirst()
                .map(gpa -> "page " + Numbers.hex(gpa) + " is shared");
    }

    private static Optional<Long> firstExposed(SevContext.Measured range, GuestMemory memory) {
        for (long gpa = range.gpa(); gpa < range.gpa() + range.size(); gpa += GuestMemory.PAGE) {
            if (exposed(memory.page(gpa))) {
                return Optional.of(gpa);
            }
        }
        return Optional.empty();
    }

    /** A page that the guest itself has shared since is not a lack of protection. */
    private static boolean exposed(PageState page) {
        return page.visibility() == Visibility.SHARED && page.by() != Turn.GUEST_PAGE_TABLE;
    }
}
