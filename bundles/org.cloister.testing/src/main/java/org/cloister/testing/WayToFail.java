// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** How a method of a vendor's fails; by itself, so that it can go into a bundle that a test makes. */
public enum WayToFail {
    /** Throws what anybody may throw. */
    RUNTIME_EXCEPTION(Sort.THROWS),
    /** Throws an error. */
    ERROR(Sort.THROWS),
    /** Throws what its own assertions throw. */
    ASSERTION(Sort.THROWS),
    /** Throws what the method does not declare. */
    CHECKED_EXCEPTION(Sort.THROWS),
    /** Calls itself without an end. */
    STACK_OVERFLOW(Sort.THROWS),
    /** Answers null. */
    NOTHING(Sort.ANSWERS),
    /** Waits, until it is interrupted. */
    SLEEPS(Sort.HANGS),
    /** Waits, and does not listen to interrupts. */
    SLEEPS_DEAF(Sort.HANGS),
    /** Is busy. */
    SPINS(Sort.HANGS);

    /** What it leads to. */
    public enum Sort {
        /** Something is thrown. */
        THROWS,
        /** There is an answer, and it is none. */
        ANSWERS,
        /** Nothing comes back. */
        HANGS
    }

    private final Sort sort;

    WayToFail(Sort sort) {
        this.sort = sort;
    }

    /** What it leads to. */
    public Sort sort() {
        return sort;
    }

    /** Whether it does not come back by itself. */
    public boolean hangs() {
        return sort == Sort.HANGS;
    }

    /**
     * Fails; who comes back from here has to answer null, unless it hung.
     *
     * @param released lets go what hangs
     */
    public void strike(CountDownLatch released) {
        switch (this) {
            case RUNTIME_EXCEPTION -> throw new IllegalStateException("evil\u001b[2J\nline");
            case ERROR -> throw new OutOfMemoryError("evil");
            case ASSERTION -> throw new AssertionError("evil");
            case CHECKED_EXCEPTION -> WayToFail.<RuntimeException>sneak(new IOException("evil"));
            case STACK_OVERFLOW -> deep(0);
            case NOTHING -> {}
            case SLEEPS -> await(released, false);
            case SLEEPS_DEAF -> await(released, true);
            case SPINS -> {
                while (released.getCount() > 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static int deep(int depth) {
        return deep(depth + 1) + 1;
    }

    private static void await(CountDownLatch released, boolean deaf) {
        do {
            try {
                released.await();
                return;
            } catch (InterruptedException e) {
                if (!deaf) {
                    throw new IllegalStateException(e);
                }
            }
        } while (true);
    }
}
