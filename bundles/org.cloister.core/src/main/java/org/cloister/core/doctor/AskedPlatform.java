// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;

/**
 * A platform as it answered, asked once for one examination.
 *
 * @param name as it calls itself; the class's where it does not
 * @param facts what it offers; empty when it failed
 * @param failure what it did then
 */
record AskedPlatform(String name, Optional<PlatformFacts> facts, String failure) {
    /** Features that are no guest types. */
    private static final Set<String> OTHERS = Set.of(PlatformFacts.EXECUTION, PlatformFacts.GUEST_REQUESTS);

    static AskedPlatform of(Vmm vmm) {
        String name = vmm.getClass().getName();
        try {
            name = String.valueOf(vmm.name());
            PlatformFacts facts = vmm.facts();
            return facts == null
                    ? new AskedPlatform(name, Optional.empty(), "answered null when it was asked for its facts")
                    : new AskedPlatform(name, Optional.of(facts), "");
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return new AskedPlatform(name, Optional.empty(), "threw " + e);
        }
    }

    boolean offers(String type) {
        return facts.filter(known -> known.offers(type)).isPresent();
    }

    /** Whether a word has to do with it: its name, or what stands behind it. */
    boolean is(String word) {
        return name.equals(word)
                || facts.filter(known -> known.trust().name().toLowerCase(Locale.ROOT).equals(word))
                        .isPresent();
    }

    /** The guest types that it offers, sorted. */
    List<String> types() {
        return facts.map(known -> known.features().keySet().stream()
                        .filter(AskedPlatform::isType)
                        .sorted()
                        .toList())
                .orElse(List.of());
    }

    static boolean isType(String feature) {
        return !OTHERS.contains(feature);
    }
}
