package org.cloister.softsev.memory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** The state of every page, kept as runs of equal ones: a machine of any size begins with a single run. */
final class PageStates {
    /** Is told a run of frames that changed, from the first to the one behind the last. */
    @FunctionalInterface
    interface Change {
        void of(long from, long to);
    }

    /** Each run by its first frame; it goes on to the next key. */
    private final NavigableMap<Long, PageState> runs = new TreeMap<>();

    PageStates() {
        runs.put(0L, new PageState(Visibility.SHARED, Turn.CREATION));
    }

    PageState at(long frame) {
        return runs.floorEntry(frame).getValue();
    }

    boolean isPrivate(long frame) {
        return at(frame).visibility() == Visibility.PRIVATE;
    }

    /** Turns frames; those that have the visibility already keep their cause and are not told to {@code change}. */
    void turn(long from, long to, PageState state, Change change) {
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

    /** Tells all runs of private frames. */
    void privateRuns(Change change) {
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
