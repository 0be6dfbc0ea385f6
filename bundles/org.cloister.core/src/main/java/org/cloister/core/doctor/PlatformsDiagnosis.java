// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.cloister.api.platform.Vmm;
import org.osgi.framework.Bundle;

/** Platforms: those that are there with what they offer, and those that an installed bundle would bring. */
final class PlatformsDiagnosis {
    private static final String VMM = Vmm.class.getName();

    private final Scene scene;
    private final Bundles bundles;

    PlatformsDiagnosis(Scene scene) {
        this.scene = scene;
        bundles = scene.bundles();
    }

    private List<AskedPlatform> there() {
        return scene.hardware().platforms();
    }

    /** One that carries nothing is critical where none of those that are allowed carries anything. */
    List<Diagnosis> all() {
        boolean any = there().stream()
                .anyMatch(platform -> scene.forbids(platform).isEmpty()
                        && scene.hardware().whyNothing(platform).isEmpty());
        Level level = any ? Level.WARN : Level.CRITICAL;
        Stream<Diagnosis> asked = there().stream().map(platform -> unasked(platform, level));
        return Stream.concat(asked, missing().stream().map(name -> missing(name, level)))
                .toList();
    }

    private Diagnosis unasked(AskedPlatform platform, Level level) {
        return scene.forbids(platform)
                .map(forbidden ->
                        Diagnoses.healthy(Kind.PLATFORM, platform.name(), "not wanted: " + forbidden.firstCause()))
                .orElseGet(() -> offering(platform, level));
    }

    private Diagnosis offering(AskedPlatform platform, Level level) {
        return scene.hardware()
                .whyNothing(platform)
                .map(cause -> Diagnoses.of(Kind.PLATFORM, platform.name(), level, cause))
                .orElseGet(() -> Diagnoses.healthy(
                        Kind.PLATFORM, platform.name(), "offers " + String.join(", ", platform.types())));
    }

    /** Those of a name or a trust, when they were asked for: the settings have to allow them. */
    List<Diagnosis> of(String word) {
        List<Diagnosis> found = new ArrayList<>();
        for (AskedPlatform platform : there()) {
            if (platform.is(word)) {
                found.add(scene.forbids(platform)
                        .map(forbidden -> Diagnoses.of(Kind.PLATFORM, platform.name(), Level.CRITICAL, forbidden))
                        .orElseGet(() -> offering(platform, Level.CRITICAL)));
            }
        }
        if (found.isEmpty()) {
            bundles.platforms(word).stream()
                    .flatMap(bundle -> DeclaredPlatform.by(bundle).stream())
                    .filter(platform -> platform.is(word))
                    .findFirst()
                    .ifPresent(platform -> found.add(missing(platform.name(), Level.CRITICAL)));
        }
        if (found.isEmpty()) {
            Stream.of(Trust.values())
                    .filter(trust -> DeclaredPlatform.word(trust).equals(word))
                    .forEach(trust -> found.add(Diagnoses.of(Kind.PLATFORM, word, Level.CRITICAL, whyNone(trust))));
        }
        return found;
    }

    /** Names of platforms that installed bundles say they bring, and that are not there. */
    private Set<String> missing() {
        Set<String> names = new TreeSet<>();
        bundles.all().forEach(bundle -> DeclaredPlatform.by(bundle).forEach(platform -> names.add(platform.name())));
        there().forEach(platform -> names.remove(platform.name()));
        return names;
    }

    private Diagnosis missing(String name, Level level) {
        return Diagnoses.of(Kind.PLATFORM, name, level, whyMissing(name));
    }

    private Cause whyMissing(String name) {
        Bundle bundle = bundles.platforms(name).get(0);
        return scene.noService().why(bundle, VMM).leadsTo(Kind.PLATFORM.subject(name) + " is not there");
    }

    /** Why there is none of a trust. */
    Cause whyNone(Trust trust) {
        String word = DeclaredPlatform.word(trust);
        String symptom = "no " + word + " platform is there";
        Optional<String> declared = bundles.platforms(word).stream()
                .flatMap(bundle -> DeclaredPlatform.by(bundle).stream())
                .filter(platform -> platform.is(word))
                .map(DeclaredPlatform::name)
                .findFirst();
        if (declared.isPresent()) {
            return whyMissing(declared.get()).leadsTo(symptom);
        }
        String known = DeclaredPlatform.bundles(trust).collect(Collectors.joining(", "));
        return Cause.first(
                        "no installed bundle says that it brings one",
                        known.isEmpty() ? "install and start one that is " + word : "install and start bundle " + known)
                .leadsTo(symptom);
    }

    /** Whether one of a trust is there. */
    boolean any(Trust trust) {
        return there().stream().anyMatch(platform -> platform.is(DeclaredPlatform.word(trust)));
    }

    /** Whether one offers a guest type, or says why it does not. */
    boolean anyKnows(GuestType type) {
        return there().stream()
                .flatMap(platform -> platform.facts().stream())
                .anyMatch(facts -> facts.offers(type.name()) || facts.absent().containsKey(type.name()));
    }

    /** Why no platform here knows a guest type: one that is installed and not there may. */
    Cause whyNoneFor(GuestType type) {
        String symptom = "no platform that is there knows guest type " + type;
        return missing().stream()
                .findFirst()
                .map(name -> whyMissing(name).leadsTo(symptom))
                .orElseGet(() -> Cause.first(symptom, "install and start the bundle of the platform that carries it"));
    }

    /** The names by which they can be asked for. */
    List<String> names() {
        Set<String> names = missing();
        there().forEach(platform -> names.add(platform.name()));
        return List.copyOf(names);
    }
}
