// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import org.cloister.api.guest.LaunchContext;

/**
 * The contexts of one guest: the one that was committed, and what a backend of another schema made of it while it was
 * only asked. That copy is used by backends of its schema alone and is gone with the next commit, so that a backend
 * which is installed and removed again between two questions leaves the guest to the one before. For one call at a
 * time; the committed context is read by any thread.
 */
final class StoredContexts {
    private volatile LaunchContext committed;
    private LaunchContext copy;

    /** Null before the first call. */
    LaunchContext committed() {
        return committed;
    }

    /** What a backend goes on with: its own copy, or else the committed context as it has adopted it. */
    LaunchContext latest(LaunchContext adopted) {
        return copy != null && copy.schema().equals(adopted.schema()) ? copy : adopted;
    }

    /** After a call that changed the guest. */
    void commit(LaunchContext after) {
        committed = after;
        copy = null;
    }

    /** After a question. In the schema that is committed an answer is committed too: it orphans nobody. */
    void answered(LaunchContext after) {
        if (!after.schema().equals(committed.schema())) {
            copy = after;
        } else if (!after.equals(committed)) {
            commit(after);
        }
    }

    /** After a question that is answered once: whoever learned something by it has to go on. */
    void answeredOnce(LaunchContext before, LaunchContext after) {
        if (after.equals(before)) {
            answered(after);
        } else {
            commit(after);
        }
    }

    /** There is no guest any more. */
    void clear() {
        committed = null;
        copy = null;
    }
}
