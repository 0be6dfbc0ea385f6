// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Notified of the progress of a search. Called in the thread that searches, every millisecond or so; must not block.
 */
@ConsumerType
@FunctionalInterface
public interface SearchListener {
    /** Takes no notice. */
    SearchListener NONE = (done, total) -> {};

    /**
     * So many of the combinations have been tried, each with all counts of processors.
     *
     * @param done from 1 to {@code total}
     * @param total the same in every call of a search
     */
    void tried(long done, long total);
}
