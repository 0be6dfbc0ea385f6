// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.osgi.framework.Bundle;

/** Guest types: whether they are there, whether the settings allow them, and whether a platform carries them. */
final class TypesDiagnosis {
    private static final String SUPPORT = ConfidentialGuestSupport.class.getName();

    private final Scene scene;
    private final Bundles bundles;
    private final UninstalledBundles beside;

    TypesDiagnosis(Scene scene) {
        this.scene = scene;
        bundles = scene.bundles();
        beside = new UninstalledBundles(scene.context());
    }

    /** Those that are there, and those that an installed bundle says it brings. */
    List<Diagnosis> all() {
        Set<String> names = new TreeSet<>(scene.typeNames());
        bundles.all().forEach(bundle -> names.addAll(Bundles.types(bundle)));
        return names.stream().map(this::declared).toList();
    }

    private Diagnosis declared(String name) {
        try {
            return of(new GuestType(name), false);
        } catch (CloisterException e) {
            Cause cause = Cause.first(e.problem().message(), "correct the bundle that declares it");
            return Diagnoses.of(Kind.GUEST_TYPE, name, Level.WARN, cause);
        }
    }

    /** How a type is; one that was asked for has to be allowed. */
    Diagnosis of(GuestType type, boolean asked) {
        Optional<Cause> forbidden = scene.forbids(type);
        if (forbidden.isPresent() && !asked) {
            return Diagnoses.healthy(
                    Kind.GUEST_TYPE,
                    type.name(),
                    "not wanted: " + forbidden.get().firstCause());
        }
        return whyMissing(type)
                .or(() -> forbidden.map(cause -> critical(type, cause, "may not be launched")))
                .orElseGet(() -> carried(type));
    }

    private Diagnosis carried(GuestType type) {
        List<AskedPlatform> carriers = allowed().stream()
                .filter(platform -> platform.offers(type.name()))
                .toList();
        if (carriers.isEmpty()) {
            return critical(type, whyNowhere(type), "is there and cannot be launched");
        }
        String names = carriers.stream()
                .map(platform -> platform.facts().orElseThrow())
                .map(facts -> facts.vmm() + " (" + facts.trust() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
        return Diagnoses.healthy(Kind.GUEST_TYPE, type.name(), "can be launched on " + names);
    }

    private List<AskedPlatform> allowed() {
        return scene.hardware().platforms().stream()
                .filter(platform -> scene.forbids(platform).isEmpty())
                .toList();
    }

    /** Each platform with its reason, and what would bring another one where none that is there knows the type. */
    private Cause whyNowhere(GuestType type) {
        List<String> chain = new ArrayList<>();
        String remedy = "";
        for (AskedPlatform platform : scene.hardware().platforms()) {
            Cause cause =
                    scene.forbids(platform).orElseGet(() -> scene.hardware().whyNot(platform, type.name()));
            chain.addAll(cause.chain());
            remedy = cause.remedy();
        }
        PlatformsDiagnosis platforms = new PlatformsDiagnosis(scene);
        if (platforms.anyKnows(type)) {
            return new Cause(chain, remedy);
        }
        Cause missing = platforms.whyNoneFor(type);
        chain.addAll(missing.chain());
        return new Cause(chain, missing.remedy());
    }

    private static Diagnosis critical(GuestType type, Cause cause, String symptom) {
        return Diagnoses.of(
                Kind.GUEST_TYPE,
                type.name(),
                Level.CRITICAL,
                cause.leadsTo(Kind.GUEST_TYPE.subject(type.name()) + " " + symptom));
    }

    boolean knows(GuestType type) {
        return isThere(type)
                || !bundles.bringing(type).isEmpty()
                || beside.bringing(type).isPresent()
                || KnownTypes.knows(type);
    }

    private boolean isThere(GuestType type) {
        return scene.types().stream().anyMatch(asked -> asked.type().equals(type));
    }

    Optional<Diagnosis> whyMissing(GuestType type) {
        if (isThere(type)) {
            return Optional.empty();
        }
        List<Bundle> bringing = bundles.bringing(type);
        Cause cause =
                bringing.isEmpty() ? notInstalled(type) : scene.noService().why(bringing.get(0), SUPPORT);
        return Optional.of(critical(type, cause, "is not there"));
    }

    private Cause notInstalled(GuestType type) {
        return beside.bringing(type)
                .map(file -> Cause.first(
                        "bundle file " + file + " would bring it and is not installed", "install and start " + file))
                .or(() -> KnownTypes.bundle(type)
                        .map(bundle -> Cause.first(
                                "bundle " + bundle + " would bring it and is not installed",
                                "install and start bundle " + bundle)))
                .orElseThrow(() -> KnownTypes.unknown(type, scene.typeNames()));
    }
}
