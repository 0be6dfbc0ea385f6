// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Notified of the progress of a launch. Called by one thread at a time, in order, not necessarily in the one that
 * launches; what it throws ends the launch as a failure of the caller.
 */
@ConsumerType
public interface LaunchListener {
    /** Ignores everything. */
    LaunchListener SILENT = new LaunchListener() {};

    /**
     * A step begins.
     *
     * @param name one of {@code plan, choose, machine, init, start, update, measure, finish, ready}; more may come
     *     later
     */
    default void begins(String name) {}

    /**
     * A step goes on.
     *
     * @param name the step
     * @param done pieces done
     * @param total of how many, at least {@code done}
     */
    default void progress(String name, long done, long total) {}

    /**
     * A step was done.
     *
     * @param step with the time it took
     */
    default void ended(Step step) {}
}
