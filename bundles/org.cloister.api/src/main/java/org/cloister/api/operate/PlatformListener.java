// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import org.cloister.api.Problem;
import org.cloister.api.guest.Measurement;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Notified of what happens on a running platform, after it happened. A service; each registered listener is notified of
 * everything. It receives no secrets.
 *
 * <p>Called before the call that caused it returns, in a thread of the platform's own and by several at once, when
 * nobody works with the guest any more; it must not block. One that takes longer than five seconds, unless an operator
 * sets another limit, is interrupted and not waited for, and is not called again until it has come back. What it throws
 * is logged in one line and changes nothing. Launches that the platform makes for itself, such as those that try a new
 * backend, are not reported.
 */
@ConsumerType
public interface PlatformListener {
    /** Ignores everything. */
    PlatformListener SILENT = new PlatformListener() {};

    /**
     * A launch succeeded: the guest is running.
     *
     * @param micros the time that its steps took, in microseconds; a pause between them is not counted
     */
    default void launched(GuestInfo guest, long micros) {}

    /** A guest was measured; once before a pause, and once after the finish. */
    default void measured(GuestInfo guest, Measurement measurement) {}

    /** A guest got its owner's secret. The secret itself is not passed on. */
    default void secretInjected(GuestInfo guest) {}

    /**
     * A guest was launched again in a fresh machine, and has the same digest; its measurement was reported before.
     *
     * @param micros the time that the steps took, in microseconds
     */
    default void reset(GuestInfo guest, long micros) {}

    /**
     * A guest ended though nobody closed it: its platform went, or the bundle that launches guests did. When the whole
     * framework stops, listeners may be stopped before that.
     *
     * @param why the problem that calls of this guest fail with from now on, {@code platform.gone} or
     *     {@code launcher.gone}
     * @since 1.1
     */
    default void ended(GuestInfo guest, Problem why) {}

    /** A launch failed, or was refused; a reset failed, and its guest is closed. */
    default void failed(LaunchFailure failure) {}

    /** A backend was replaced. */
    default void swapped(SwapReport report) {}

    /** A backend was not replaced, though it was asked for. */
    default void notSwapped(SwapFailure failure) {}

    /**
     * Settings changed; the reported settings are in force from the next launch on.
     *
     * @param place the file or configuration that says so
     */
    default void settingsInForce(String place) {}

    /** A change of settings was refused, or their file is gone; what was in force stays. */
    default void settingsRefused(Problem problem) {}
}
