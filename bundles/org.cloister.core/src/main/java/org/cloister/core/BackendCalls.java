// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Optional;
import java.util.function.Function;
import org.cloister.api.GuestType;
import org.cloister.api.guest.LaunchContext;
import org.cloister.core.guard.TypeCalls;

/** Decides which backend makes a call of a launch. */
interface BackendCalls {
    /** Begins a launch. */
    <R> R begin(GuestType type, Function<TypeCalls, R> work);

    /** Goes on with one. */
    <R> R call(LaunchContext context, Work<R> work);

    /** As {@link #call}, by a backend that writes contexts of this schema while one takes calls. */
    default <R> R callWriter(LaunchContext context, Work<R> work) {
        return call(context, work);
    }

    /** Finds out, in bounded time, who understands a context; before a question for which there is less time. */
    default void prepare(LaunchContext context) {}

    /** Which backend goes on with a launch, for messages: its name and version; empty when none does. */
    default Optional<String> provider(LaunchContext context) {
        return Optional.empty();
    }

    /** A call that goes on with a launch. */
    @FunctionalInterface
    interface Work<R> {
        /** The context is of the backend's own schema. */
        R apply(TypeCalls support, LaunchContext context);
    }
}
