// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The state of every page of a machine, kept as runs of equal ones: a machine of any size begins with a single run. For
 * platforms, which keep one beside their memory. Frames are guest-physical addresses divided by 4096. Not safe for use
 * by several threads.
 */
public final class PageStates {
    /** Receives a run of frames. */
    @FunctionalInterface
    public interface Change {
        /**
         * A run.
         *
         * @param from its first frame
         * @param to the one behind its last
         */
        void of(long from, long to);
    }

    /** Each run by its first frame; it goes on to the next key. */
    private final NavigableMap<Long, PageState> runs = new TreeMap<>();

    /** All pages shared, since their creation. */
    public PageStates() {
        runs.put(0L, new PageState(Visibility.SHARED, Turn.CREATION));
    }

    /** The state of a frame. */
    public PageState at(long frame) {
        return runs.floorEntry(frame).getValue();
    }

    /** Whether only the guest sees a frame. */
    public boolean isPrivate(long frame) {
        return at(frame).visibility() == Visibility.PRIVATE;
    }

    /**
     * Turns frames. Those that have the visibility already keep their cause.
     *
     * @param from the first
     * @param to the one behind the last
     * @param change receives each run that is turned
     */
    public void turn(long from, long to, PageState state, Change change) {
        split(from);
        split(to);
        for (Map.Entry<Long, PageState> run : runs.subMap(from, to).entrySet()) {
            if (run.getValue().visibility() != state.visibility()) {
                run.setValue(state);
                Long next = runs.higherKey(run.getKey());
                change.of(run.getKey(), next == null ? to : next);
            }
        }
        merge(from, to);
    }

    /** Reports all runs of private frames. */
    public void privateRuns(Change change) {
        runs.forEach((from, state) -> {
            if (state.visibility() == Visibility.PRIVATE) {
                Long next = runs.higherKey(from);
                change.of(from, next == null ? Long.MAX_VALUE : next);
            }
        });
    }

    private void split(long frame) {
        runs.putIfAbsent(frame, at(frame));
    }

    private void merge(long from, long to) {
        Map.Entry<Long, PageState> before = runs.lowerEntry(from);
        PageState last = before == null ? null : before.getValue();
        var touched = runs.subMap(from, true, to, true).values().iterator();
        while (touched.hasNext()) {
            PageState state = touched.next();
            if (state.equals(last)) {
                touched.remove();
            }
            last = state;
        }
    }
}
