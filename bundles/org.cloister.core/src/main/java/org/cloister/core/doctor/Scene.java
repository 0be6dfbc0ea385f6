// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.core.settings.LaunchRules;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * What one examination looks at.
 *
 * @param types those whose backend is there and answers
 * @param hardware the platforms as they answered
 * @param rules what the operator allows; empty where the settings let nothing be launched
 */
record Scene(
        BundleContext context,
        ServiceComponentRuntime runtime,
        List<AskedType> types,
        Hardware hardware,
        Optional<LaunchRules> rules) {
    Bundles bundles() {
        return new Bundles(context);
    }

    /** New ones for each question: they remember what they were asked. */
    Components components() {
        return new ServiceDiagnosis(context, runtime, hardware).components();
    }

    NoServiceDiagnosis noService() {
        return new NoServiceDiagnosis(context, components());
    }

    /** The names of the types that are there. */
    List<String> typeNames() {
        return types.stream()
                .map(asked -> asked.type().name())
                .distinct()
                .sorted()
                .toList();
    }

    /** Why the settings forbid a type; empty for one that they allow, and where they let nothing be launched. */
    Optional<Cause> forbids(GuestType type) {
        int strength = types.stream()
                .filter(asked -> asked.type().equals(type))
                .mapToInt(AskedType::strength)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
        return refusal(() -> rules.ifPresent(now -> now.requireType(type, strength, typeNames())));
    }

    /** Why the settings forbid a platform, of those that answered. */
    Optional<Cause> forbids(AskedPlatform platform) {
        return refusal(() -> rules.ifPresent(now -> platform.facts().ifPresent(now::requirePlatform)));
    }

    private static Optional<Cause> refusal(Runnable rule) {
        try {
            rule.run();
            return Optional.empty();
        } catch (CloisterException e) {
            String line = e.problem().remedy(null).message();
            return Optional.of(
                    Cause.first(line, Optional.ofNullable(e.problem().remedy()).orElse("")));
        }
    }
}
