// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Bytes;

/**
 * A digest of what was put into a guest. Immutable.
 *
 * @param algorithm its name: {@code SHA-384}, {@code HMAC-SHA-256}; what it is computed over is for the type to
 *     document
 * @param value the digest
 * @param source who made it
 * @param nonce what it was made fresh with, where the algorithm has that
 */
public record Measurement(String algorithm, Bytes value, Source source, Optional<Bytes> nonce) implements ContextValue {

    /** Who made a measurement. */
    public enum Source {
        /** The secure processor of the platform. */
        FIRMWARE,
        /** Computed outside it, from what was handed to it. Never proof. */
        COMPUTED
    }

    /** Checks that all parts are there. */
    public Measurement {
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(nonce, "nonce");
    }

    /** A measurement without a nonce. */
    public static Measurement of(String algorithm, Bytes value, Source source) {
        return new Measurement(algorithm, value, source, Optional.empty());
    }
}
