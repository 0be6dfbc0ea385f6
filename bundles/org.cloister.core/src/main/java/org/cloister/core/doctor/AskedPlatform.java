// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.core.guard.Answered;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.PlatformCalls;

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

    /** Asks them, side by side. */
    static List<AskedPlatform> all(List<PlatformCalls> platforms, GuardedCalls calls) {
        List<Answered<PlatformFacts>> answers = calls.questions(platforms, PlatformCalls::vendor, PlatformCalls::facts);
        List<AskedPlatform> asked = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            asked.add(of(platforms.get(i).name(), answers.get(i)));
        }
        return asked;
    }

    private static AskedPlatform of(String name, Answered<PlatformFacts> answer) {
        String failure = answer.failure()
                .map(CloisterException::problem)
                .map(Problem::message)
                .orElse("");
        return new AskedPlatform(name, answer.value(), failure);
    }

    boolean offers(String type) {
        return facts.filter(known -> known.offers(type)).isPresent();
    }

    /** Whether a word has to do with it: its name, or what stands behind it. */
    boolean is(String word) {
        return name.equals(word)
                || facts.filter(known ->
                                known.trust().name().toLowerCase(Locale.ROOT).equals(word))
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
