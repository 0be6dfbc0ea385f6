// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.LeftBehind;

/** The end of a machine, and what may be left then. */
final class CloseRules {
    private static final String CLOSED = ProblemCodes.MEMORY_CLOSED;
    private static final int MANY = 600;

    private CloseRules() {}

    static CheckBodies<PlatformSubject> bodies() {
        return new CheckBodies<PlatformSubject>()
                .of("close", CloseRules::twice)
                .of("close.memory", CloseRules::memory)
                .of("close.many", CloseRules::many)
                .of("close.all", CloseRules::usage)
                .of("close.threads", on -> LeftBehind.threads(on.calls()))
                .of("calls.threads", on -> LeftBehind.inThreads(on.calls()));
    }

    private static String twice(PlatformSubject on) {
        VirtualMachine machine = on.create();
        on.close(machine);
        on.close(machine);
        return "closed twice";
    }

    private static String memory(PlatformSubject on) {
        VirtualMachine machine = on.create();
        GuestMemory memory = on.calls().ask("memory", machine::memory);
        long gpa = on.spec().memory().get(0).gpa();
        on.close(machine);
        return on.calls().ask("memory", () -> {
            OnMemory.refused(CLOSED, "reading", () -> memory.hostView().read(gpa, new byte[1], 0, 1));
            OnMemory.refused(CLOSED, "writing", () -> memory.hostView().write(gpa, new byte[1], 0, 1));
            OnMemory.refused(
                    CLOSED, "the guest's reading", () -> memory.guestView().read(gpa, new byte[1], 0, 1));
            OnMemory.refused(CLOSED, "page", () -> memory.page(gpa));
            return OnMemory.refused(
                    CLOSED, "turn", () -> memory.turn(gpa, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE));
        });
    }

    private static String many(PlatformSubject on) {
        for (int i = 0; i < MANY; i++) {
            on.close(on.create());
        }
        return MANY + " machines";
    }

    private static String usage(PlatformSubject on) {
        PlatformUsage usage = on.usage().orElseThrow(() -> CheckEnd.notApplicable("the platform does not count"));
        on.close(on.create());
        CheckEnd.require(usage.machines() == 0, usage.machines() + " machines are open");
        CheckEnd.require(usage.guests() == 0, usage.guests() + " guests are held");
        CheckEnd.require(usage.asids() == 0, usage.asids() + " address space identifiers are taken");
        CheckEnd.require(usage.pages() == 0, usage.pages() + " pages are taken");
        return "nothing";
    }
}
