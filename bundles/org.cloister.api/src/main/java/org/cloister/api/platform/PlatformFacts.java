// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cloister.api.Trust;

/**
 * The facts of a platform, for a guest type to judge whether it can run there. Immutable.
 *
 * <p>Features are the words a guest type asks for. A platform that can carry a type has a feature of the type's name:
 * {@code sev}, {@code sev-es}, {@code sev-snp}, or a vendor's; {@value #EXECUTION} says that it runs guests, and
 * {@value #GUEST_REQUESTS} that the host can make a guest ask its secure processor. For each feature of a trust there
 * is an OSGi condition, {@code cloister.emulated.sev-snp} for example. Why a feature is absent stands in {@code absent}
 * under the same word. Numbers are keyed by words too: those that are known are constants here and {@link #asids}.
 * Guest types ignore words they do not know.
 *
 * @param vmm the name of the monitor, as {@link Vmm#name()}
 * @param trust what stands behind it
 * @param features what it offers, with a remark for people or an empty string
 * @param absent what it does not offer, each with the reason and the remedy
 * @param numbers its limits and settings
 */
public record PlatformFacts(
        String vmm, Trust trust, Map<String, String> features, Map<String, String> absent, Map<String, Long> numbers) {
    /** Feature: it runs guests. */
    public static final String EXECUTION = "execution";
    /** Feature: it carries out the guest's side too, so that the host can make guests ask. */
    public static final String GUEST_REQUESTS = "guest-requests";
    /** Number: the bit of a page table entry that makes a page private. */
    public static final String CBIT = "cbit";
    /** Number: how many bits of physical addresses are lost while memory encryption is on. */
    public static final String REDUCED_PHYS_BITS = "reduced-phys-bits";
    /** Number: the most vCPUs of a machine. */
    public static final String MAX_VCPUS = "max-vcpus";
    /** Number: the most bytes of memory of a machine. */
    public static final String MAX_MEMORY = "max-memory";
    /** Number: the SEV features that a guest may have, a mask of unsigned 64 bits. */
    public static final String VMSA_FEATURES = "vmsa-features";
    /** Number: the bits that the policy of an SEV-SNP guest may have set, a mask of unsigned 64 bits. */
    public static final String SNP_POLICY_BITS = "snp-policy-bits";
    /** Number: 1 when multithreading is on, else 0. */
    public static final String SMT = "smt";
    /** Number: how many sockets have a processor. */
    public static final String SOCKETS = "sockets";

    private static final String ASIDS = "asids.";

    /** Copies the maps. */
    public PlatformFacts {
        Objects.requireNonNull(vmm, "vmm");
        Objects.requireNonNull(trust, "trust");
        features = Map.copyOf(features);
        absent = Map.copyOf(absent);
        numbers = Map.copyOf(numbers);
    }

    /**
     * The word for how many guests of a type there can be at a time, {@code asids.sev-snp} for example.
     *
     * @param type the name of a guest type
     */
    public static String asids(String type) {
        return ASIDS + type;
    }

    /** Whether a feature is offered. */
    public boolean offers(String feature) {
        return features.containsKey(feature);
    }

    /** Why a feature is not offered: the platform's reason, or that it does not know the word. */
    public String whyNot(String feature) {
        return absent.getOrDefault(feature, vmm + " does not offer " + feature);
    }

    /** A limit or setting, when the platform states it. */
    public OptionalLong number(String key) {
        Long value = numbers.get(key);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** All parts in a fixed order, for people. */
    @Override
    public String toString() {
        return vmm + " (" + trust + ") " + new TreeSet<>(features.keySet()) + " " + new TreeMap<>(numbers);
    }
}
