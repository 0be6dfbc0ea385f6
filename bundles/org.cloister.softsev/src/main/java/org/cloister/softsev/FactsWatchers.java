// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.platform.ChangeWatch;

/** Who wants to be notified of changes. Safe for use by several threads. */
final class FactsWatchers {
    private final List<Entry> all = new CopyOnWriteArrayList<>();

    /** Each has an identity of its own: one may watch twice. */
    private static final class Entry {
        private final Runnable changed;

        Entry(Runnable changed) {
            this.changed = changed;
        }
    }

    ChangeWatch add(Runnable changed) {
        Entry entry = new Entry(changed);
        all.add(entry);
        return () -> all.remove(entry);
    }

    void changed() {
        all.forEach(entry -> entry.changed.run());
    }
}
