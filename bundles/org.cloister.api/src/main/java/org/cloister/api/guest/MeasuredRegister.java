// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * One of several registers that a guest is measured into, or that its secure processor repeats for it: MRTD, RTMR0 to
 * RTMR3 and MRCONFIGID of a trust domain, for example, or RIM and REM0 to REM3 of a realm. Immutable.
 *
 * @param name its name in the vendor's manual, such as {@code MRTD}; unique within a {@link Measurement}
 * @param algorithm the hash that it is made with, as in {@link Measurement#algorithm()}, of the guest's choice where
 *     the type leaves one: {@code SHA-256} or {@code SHA-512}; empty for a value that no hash was made of
 * @param value its content in the order in which reports have it; zeros where nothing was put in
 * @param source whose word the value is
 * @param extended whether the guest goes on extending it while it runs: then the value at launch is where it begins,
 *     and no verdict on a guest that runs
 * @since 1.1
 */
public record MeasuredRegister(String name, String algorithm, Bytes value, Source source, boolean extended) {
    /** Whose word a register's value is. */
    public enum Source {
        /** The secure processor measured it. */
        FIRMWARE,
        /** The host said it at the launch, and the secure processor repeats it: it binds nothing that was put in. */
        HOST,
        /** The guest put it in. */
        GUEST,
        /** Computed outside the secure processor. Never proof. */
        COMPUTED
    }

    /** Checks that all parts are there. */
    public MeasuredRegister {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(source, "source");
    }

    /** Whether another one says the same, whoever says it: name, algorithm, value, and whether the guest extends it. */
    public boolean agrees(MeasuredRegister other) {
        return name.equals(other.name)
                && algorithm.equals(other.algorithm)
                && value.equals(other.value)
                && extended == other.extended;
    }
}
