package org.cloister.api.guest;

import java.util.Objects;

/**
 * How a guest stands with its secure processor. Immutable.
 *
 * @param state in the words of the type, such as QEMU's {@code launch-update} or {@code running}
 * @param ready whether the protection is complete; a guest that is not ready is never started
 * @param detail why it is not ready, or anything worth saying; may be empty
 */
public record GuestStatus(String state, boolean ready, String detail) {
    /** Checks that all parts are there. */
    public GuestStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
    }
}
