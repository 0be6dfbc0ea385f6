// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * How a guest stands with its secure processor. Immutable.
 *
 * @param state in the words of the type, such as QEMU's {@code launch-update} or {@code running}
 * @param ready whether the protection is complete; a guest that is not ready is never started
 * @param detail why it is not ready, or anything worth reporting; may be empty
 * @param handle the secure processor's number for the guest, by which another guest can share its key; empty where
 *     there is none
 */
public record GuestStatus(String state, boolean ready, String detail, OptionalLong handle) {
    /** Checks that all parts are there. */
    public GuestStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(handle, "handle");
    }

    /** Of a guest without a handle. */
    public GuestStatus(String state, boolean ready, String detail) {
        this(state, ready, detail, OptionalLong.empty());
    }
}
