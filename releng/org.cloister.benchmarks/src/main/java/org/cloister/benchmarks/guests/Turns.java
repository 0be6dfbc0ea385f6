// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.cloister.api.Bytes;

/**
 * Times several ways to launch the same guest, one by one in turns, so that what else the machine does meets all alike.
 */
final class Turns {
    private final List<Kind> kinds;

    /** The first is compared with each of the others. */
    Turns(List<Kind> kinds) {
        this.kinds = kinds;
    }

    /** One way to launch it; the answer is the guest's digest. */
    record Kind(String name, Supplier<Bytes> once) {}

    /** Launches as many that are not counted, then those that are, and prints the figures. */
    void run(int launches) {
        Bytes expected = kinds.get(0).once().get();
        long[][] nanos = new long[kinds.size()][launches];
        for (int i = -launches; i < launches; i++) {
            for (int turn = 0; turn < kinds.size(); turn++) {
                // Each kind comes after each other equally often
                int kind = i % 2 == 0 ? turn : kinds.size() - 1 - turn;
                nanos[kind][Math.max(i, 0)] = nanos(kinds.get(kind), expected);
            }
        }
        for (int other = 1; other < kinds.size(); other++) {
            print(nanos, other);
        }
    }

    private static long nanos(Kind kind, Bytes expected) {
        long from = System.nanoTime();
        Bytes digest = kind.once().get();
        long nanos = System.nanoTime() - from;
        if (!digest.equals(expected)) {
            throw new IllegalStateException("another digest");
        }
        return nanos;
    }

    private void print(long[][] nanos, int other) {
        long[] more = new long[nanos[0].length];
        Arrays.setAll(more, i -> nanos[0][i] - nanos[other][i]);
        System.out.printf(
                "%d launches each, %s and %s:%n",
                more.length, kinds.get(0).name(), kinds.get(other).name());
        print("fastest", nanos[0], nanos[other], more.length);
        print("fastest tenth", nanos[0], nanos[other], 10);
        print("median", nanos[0], nanos[other], 2);
        System.out.printf(Locale.ROOT, "  median of the differences %.0f µs%n", part(more, 2));
    }

    private static void print(String what, long[] first, long[] other, int part) {
        double with = part(first, part);
        double without = part(other, part);
        System.out.printf(Locale.ROOT, "  %s %.0f and %.0f µs, ratio %.2f%n", what, with, without, with / without);
    }

    /** In microseconds; a half of them, a tenth, … took less. */
    private static double part(long[] nanos, int part) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / part] / 1000.0;
    }
}
