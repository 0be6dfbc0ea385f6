// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Consumer;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** Feeds bytes that nobody meant well to a parser: the one exception that may come out is a problem of the input. */
public final class Hostile {
    private static final long SEED = 0x5eed;

    private Hostile() {}

    /** Random bytes of many lengths, and of exactly the one that the parser expects. */
    public static void random(int length, Consumer<Bytes> parser) {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? length : random.nextInt(2 * length)];
            random.nextBytes(bytes);
            feed(Bytes.of(bytes), parser);
        }
    }

    /** Every single byte changed in several ways, every length cut off, and bytes behind the end. */
    public static void mutated(Bytes good, Consumer<Bytes> parser) {
        Random random = new Random(SEED);
        for (int i = 0; i < good.length(); i++) {
            for (int value : new int[] {0, 0xff, good.at(i) ^ 1 << random.nextInt(8), random.nextInt(256)}) {
                feed(changed(good, i, value), parser);
            }
            feed(good.slice(0, i), parser);
        }
        byte[] longer = new byte[good.length() + 1];
        good.copyTo(0, longer, 0, good.length());
        feed(Bytes.of(longer), parser);
    }

    /** The same bytes with one of them changed. */
    public static Bytes changed(Bytes good, int index, int value) {
        byte[] bytes = good.toArray();
        bytes[index] = (byte) value;
        return Bytes.of(bytes);
    }

    /** Runs something that may end in a problem of the input, and in nothing else. */
    public static void tolerate(Runnable action) {
        try {
            action.run();
        } catch (CloisterException refused) {
            assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.INPUT);
            assertThat(refused.problem().what()).isNotBlank();
        }
    }

    private static void feed(Bytes bytes, Consumer<Bytes> parser) {
        tolerate(() -> parser.accept(bytes));
    }
}
