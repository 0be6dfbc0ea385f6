// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the firmware knows of each address space identifier (SEV API, 55766, "ACTIVATE", "DEACTIVATE", "DF_FLUSH"). One
 * that was in use is dirty: data of its guest may still be in caches, so that no other guest gets it before they were
 * written back. For one thread.
 */
final class AsidStates {
    enum State {
        /** Nobody has it and nothing of anybody is left. */
        CLEAN,
        /** A guest that does not run yet has it. */
        ALLOCATED,
        /** A guest that runs has it. */
        IN_USE,
        /** Nobody has it, and caches may hold data of who had it. */
        DIRTY
    }

    private final Map<Integer, State> others = new HashMap<>();
    private boolean writtenBack = true;

    State of(int asid) {
        return others.getOrDefault(asid, State.CLEAN);
    }

    void allocate(int asid) {
        others.put(asid, State.ALLOCATED);
    }

    void use(int asid) {
        others.put(asid, State.IN_USE);
    }

    /** Its guest is gone. Of a guest that never ran nothing is in any cache. */
    void release(int asid) {
        if (of(asid) == State.IN_USE) {
            others.put(asid, State.DIRTY);
            writtenBack = false;
        } else {
            others.remove(asid);
        }
    }

    /** WBINVD on every core. */
    void writeBack() {
        writtenBack = true;
    }

    /** DF_FLUSH: makes dirty identifiers clean; false when a core has not written its caches back. */
    boolean flush() {
        if (writtenBack) {
            others.values().removeAll(Set.of(State.DIRTY));
        }
        return writtenBack;
    }
}
