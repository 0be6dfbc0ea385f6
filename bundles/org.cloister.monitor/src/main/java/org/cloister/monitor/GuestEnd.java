// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.monitor.qmp.Event;

/**
 * Why a guest under a monitor ended. Immutable.
 *
 * @param cause in one word
 * @param detail in a sentence, for people; empty when there is nothing to add
 * @param failure what went wrong; empty where nothing did
 */
public record GuestEnd(Cause cause, String detail, Optional<CloisterException> failure) {
    /** The causes, with QEMU's words for them (QEMU, qapi/run-state.json, ShutdownCause). */
    public enum Cause {
        /** A client sent {@code quit}. */
        QUIT("host-qmp-quit", false),
        /** The process got a signal to end. */
        SIGNAL("host-signal", false),
        /** The guest shut down or faulted beyond recovery. */
        SHUTDOWN("guest-shutdown", true),
        /** The guest ended itself because it could not go on safely. */
        PANIC("guest-panic", true),
        /** A step of the launch failed, or the platform could not run the guest on. */
        ERROR("host-error", false);

        private final String reason;
        private final boolean byGuest;

        Cause(String reason, boolean byGuest) {
            this.reason = reason;
            this.byGuest = byGuest;
        }

        /** QEMU's word. */
        String reason() {
            return reason;
        }
    }

    /** Checks that all parts are there. */
    public GuestEnd {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(failure, "failure");
    }

    static GuestEnd of(Cause cause, String detail) {
        return new GuestEnd(cause, detail, Optional.empty());
    }

    /** The events for clients, in this order. */
    List<Event> events() {
        JsonObject data = new JsonObject();
        data.addProperty("guest", cause.byGuest);
        data.addProperty("reason", cause.reason);
        Event shutdown = new Event("SHUTDOWN", data);
        return cause == Cause.PANIC ? List.of(panicked(), shutdown) : List.of(shutdown);
    }

    private static Event panicked() {
        JsonObject data = new JsonObject();
        data.addProperty("action", GuestEvents.PANIC_ACTION);
        return new Event("GUEST_PANICKED", data);
    }
}
