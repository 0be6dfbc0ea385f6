// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.Bytes;

/**
 * A digest of what was put into a guest. Immutable.
 *
 * @param algorithm its name: {@code SHA-384}, {@code HMAC-SHA-256}; what it is computed over is for the type to
 *     document
 * @param value the digest; for a type with several registers that of what was put in at launch, such as MRTD or RIM
 * @param source who made it
 * @param nonce what it was made fresh with, where the algorithm has that
 * @param registers for a type with several registers all of them, in the type's order, that of {@code value} too; empty
 *     for a type with one digest. No two have one name
 */
public record Measurement(
        String algorithm, Bytes value, Source source, Optional<Bytes> nonce, List<MeasuredRegister> registers)
        implements ContextValue {

    /** What {@link #differences} calls the digest itself. */
    public static final String DIGEST = "digest";

    /** Who made a measurement. */
    public enum Source {
        /** The secure processor of the platform. */
        FIRMWARE,
        /** Computed outside it, from what was handed to it. Never proof. */
        COMPUTED,
        /**
         * Whoever sent the guest says so; the secure processor that received it knows of no launch. Never proof.
         *
         * @since 1.2
         */
        SENDER
    }

    /**
     * Copies the list and checks that all parts are there.
     *
     * @throws IllegalArgumentException when two registers have one name
     */
    public Measurement {
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(nonce, "nonce");
        registers = List.copyOf(registers);
        Set<String> names = new HashSet<>();
        for (MeasuredRegister register : registers) {
            if (!names.add(register.name())) {
                throw new IllegalArgumentException("two registers " + register.name());
            }
        }
    }

    /** A measurement of a type with one digest. */
    public Measurement(String algorithm, Bytes value, Source source, Optional<Bytes> nonce) {
        this(algorithm, value, source, nonce, List.of());
    }

    /** A measurement without a nonce, of a type with one digest. */
    public static Measurement of(String algorithm, Bytes value, Source source) {
        return new Measurement(algorithm, value, source, Optional.empty());
    }

    /** The same measurement with these registers. */
    public Measurement with(List<MeasuredRegister> others) {
        return new Measurement(algorithm, value, source, nonce, others);
    }

    /** A register by its name. */
    public Optional<MeasuredRegister> register(String name) {
        return registers.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /**
     * Where another measurement does not say the same: {@value #DIGEST} for algorithm or value, and the names of
     * registers that differ or that only one of the two has. Who made either, and nonces, make no difference; so two
     * measurements with nonces differ although they are of one guest.
     *
     * @return in the order of this one; empty when they agree
     */
    public List<String> differences(Measurement other) {
        List<String> different = new ArrayList<>();
        if (!algorithm.equals(other.algorithm) || !value.equals(other.value)) {
            different.add(DIGEST);
        }
        Set<String> names = new LinkedHashSet<>();
        registers.forEach(one -> names.add(one.name()));
        other.registers.forEach(one -> names.add(one.name()));
        for (String name : names) {
            Optional<MeasuredRegister> here = register(name);
            Optional<MeasuredRegister> there = other.register(name);
            if (here.isEmpty() || there.isEmpty() || !here.get().agrees(there.get())) {
                different.add(name);
            }
        }
        return different;
    }

    /** The value of the digest or of a register, as {@link #differences} names them, for people. */
    public String told(String name) {
        if (name.equals(DIGEST)) {
            return value.hex();
        }
        return register(name).map(one -> one.value().hex()).orElse("none");
    }
}
