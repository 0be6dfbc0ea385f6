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

    /** One way to launch it. */
    record Kind(String name, Supplier<Launched> once) {}

    /** A guest that was launched, with its digest, and how to end it. */
    record Launched(Bytes digest, Runnable end) {}

    /** How long each launch took, and each with the guest's end. */
    private record Times(long[] launch, long[] whole) {
        Times(int launches) {
            this(new long[launches], new long[launches]);
        }
    }

    /** Launches as many that are not counted, then those that are, and prints the figures. */
    void run(int launches) {
        Launched first = kinds.get(0).once().get();
        first.end().run();
        List<Times> times = kinds.stream().map(kind -> new Times(launches)).toList();
        for (int i = -launches; i < launches; i++) {
            for (int turn = 0; turn < kinds.size(); turn++) {
                // Each kind comes after each other equally often
                int kind = i % 2 == 0 ? turn : kinds.size() - 1 - turn;
                launch(kinds.get(kind), first.digest(), times.get(kind), Math.max(i, 0));
            }
        }
        for (int other = 1; other < kinds.size(); other++) {
            print("launches", other, times.get(0).launch(), times.get(other).launch());
            print(
                    "launches and ends",
                    other,
                    times.get(0).whole(),
                    times.get(other).whole());
        }
    }

    private static void launch(Kind kind, Bytes expected, Times times, int at) {
        long from = System.nanoTime();
        Launched guest = kind.once().get();
        times.launch()[at] = System.nanoTime() - from;
        guest.end().run();
        times.whole()[at] = System.nanoTime() - from;
        if (!guest.digest().equals(expected)) {
            throw new IllegalStateException("another digest");
        }
    }

    private void print(String what, int other, long[] nanos, long[] others) {
        long[] more = new long[nanos.length];
        Arrays.setAll(more, i -> nanos[i] - others[i]);
        System.out.printf(
                "%d %s each, %s and %s:%n",
                more.length, what, kinds.get(0).name(), kinds.get(other).name());
        print("fastest", nanos, others, more.length);
        print("fastest tenth", nanos, others, 10);
        print("median", nanos, others, 2);
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
