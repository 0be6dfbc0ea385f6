// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.util.Arrays;
import java.util.List;
import org.cloister.monitor.qmp.EventType;
import org.cloister.monitor.qmp.Shape;

/** What can happen to a guest that clients receive (QEMU, qapi/run-state.json). */
final class GuestEvents {
    /** Why a reset happened; a client asked for it. */
    static final String RESET_REASON = "host-qmp-system-reset";

    /** What becomes of a guest that ended itself (QEMU, system/runstate.c, qemu_system_guest_panicked). */
    static final String PANIC_ACTION = "poweroff";

    static final List<EventType> TABLE = List.of(
            new EventType("RESUME", Shape.NOTHING),
            new EventType("STOP", Shape.NOTHING),
            new EventType("RESET", cause(RESET_REASON)),
            new EventType(
                    "SHUTDOWN",
                    cause(Arrays.stream(GuestEnd.Cause.values())
                            .map(GuestEnd.Cause::reason)
                            .toArray(String[]::new))),
            new EventType("GUEST_PANICKED", Shape.object(Shape.member("action", Shape.words(PANIC_ACTION)))));

    private GuestEvents() {}

    private static Shape.Members cause(String... reasons) {
        return Shape.object(Shape.member("guest", Shape.SWITCH), Shape.member("reason", Shape.words(reasons)));
    }
}
