// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import org.cloister.softsev.client.RmpEntry;

/** A page of 4096 bytes of the system's memory. Under the lock of {@link SystemPages}. */
sealed interface SystemPage {
    /** The machine that it goes with. */
    GuestPlaces owner();

    /** Entry, number and bytes. */
    OwnedPage content();

    void set(OwnedPage content);

    /** Whether the reverse map table has an entry for it. */
    default boolean covered() {
        return true;
    }

    /** A page that a guest sees. */
    record Placed(GuestPlaces owner, long frame) implements SystemPage {
        @Override
        public OwnedPage content() {
            return owner.at(frame);
        }

        @Override
        public void set(OwnedPage content) {
            owner.put(frame, content);
        }
    }

    /** Any other. */
    final class Loose implements SystemPage {
        private final GuestPlaces owner;
        private final boolean covered;
        private OwnedPage content;

        Loose(GuestPlaces owner, boolean covered, OwnedPage content) {
            this.owner = owner;
            this.covered = covered;
            this.content = content;
        }

        @Override
        public GuestPlaces owner() {
            return owner;
        }

        @Override
        public boolean covered() {
            return covered;
        }

        @Override
        public OwnedPage content() {
            return content;
        }

        @Override
        public void set(OwnedPage other) {
            content = other;
        }
    }

    /** The entry in the reverse map table. */
    default RmpEntry entry() {
        return content().entry();
    }
}
