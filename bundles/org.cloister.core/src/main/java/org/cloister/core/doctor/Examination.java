// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** One look at everything, or at what was asked for. */
final class Examination {
    private final Scene scene;
    private final TypesDiagnosis types;
    private final PlatformsDiagnosis platforms;

    Examination(Scene scene) {
        this.scene = scene;
        types = new TypesDiagnosis(scene);
        platforms = new PlatformsDiagnosis(scene);
    }

    List<Diagnosis> all() {
        return Stream.of(types.all(), platforms.all(), ofBundles(), ofComponents())
                .flatMap(List::stream)
                .toList();
    }

    /** What has a name, and which bundles should have a part in it and do not. */
    List<Diagnosis> of(String name) {
        List<Diagnosis> found = platforms.of(name);
        return found.isEmpty() ? ofType(name) : found;
    }

    private List<Diagnosis> ofType(String name) {
        GuestType type = new GuestType(name);
        if (!types.knows(type)) {
            List<String> known = Stream.concat(scene.typeNames().stream(), platforms.names().stream())
                    .toList();
            throw Problem.input(ProblemCodes.TYPE_UNKNOWN, "there is no guest type and no platform of this name")
                    .at(name)
                    .expected("one of " + String.join(", ", known))
                    .exception();
        }
        List<Diagnosis> found = new ArrayList<>(List.of(types.of(type, true)));
        found.addAll(Bystanders.faults(scene, Bystanders.of(scene.bundles(), type)));
        return found;
    }

    private List<Diagnosis> ofBundles() {
        Bundles bundles = scene.bundles();
        return bundles.all().stream()
                .filter(bundle -> Bundles.works(bundle) || bundle.getState() == Bundle.INSTALLED)
                .map(bundle -> Diagnoses.of(
                        Kind.BUNDLE,
                        Bundles.name(bundle),
                        bundles.whyNotActive(bundle).or(() -> unreadable(bundle)),
                        "is active"))
                .toList();
    }

    /** Nobody has a component whose description cannot be read, so it has no finding of its own. */
    private static Optional<Cause> unreadable(Bundle bundle) {
        return Descriptions.of(bundle).fault().map(Fault::cause);
    }

    private List<Diagnosis> ofComponents() {
        return scene.components().all().stream().map(this::ofComponent).toList();
    }

    private Diagnosis ofComponent(ComponentDescriptionDTO component) {
        return Diagnoses.of(
                Kind.COMPONENT, component.name, scene.components().whyNotSatisfied(component), "is satisfied");
    }
}
