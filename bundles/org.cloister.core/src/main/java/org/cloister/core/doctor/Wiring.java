// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Namespace;

/**
 * Why a bundle is not resolved. Requirements are held against what all bundles declare, so that nothing has to be
 * resolved in order to know it.
 */
final class Wiring {
    private static final String EXECUTION_ENVIRONMENT = ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE;

    private static final Map<String, String> WORDS = Map.of(
            PackageNamespace.PACKAGE_NAMESPACE,
            "imports package",
            BundleNamespace.BUNDLE_NAMESPACE,
            "requires bundle",
            EXECUTION_ENVIRONMENT,
            "needs a Java with");

    private final BundleContext context;
    private final Set<Bundle> visited = new HashSet<>();

    Wiring(BundleContext context) {
        this.context = context;
    }

    /** Empty when everything that the bundle requires is there. */
    Optional<Cause> whyNotResolved(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (!visited.add(bundle) || revision == null) {
            return Optional.empty();
        }
        return revision.getDeclaredRequirements(null).stream()
                .filter(Wiring::mandatory)
                .flatMap(requirement -> obstacle(requirement).stream())
                .findFirst();
    }

    private static boolean mandatory(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        String resolution = directives.getOrDefault(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE, "mandatory");
        String effective = directives.getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, "resolve");
        return resolution.equals(Namespace.RESOLUTION_MANDATORY) && effective.equals(Namespace.EFFECTIVE_RESOLVE);
    }

    private Optional<Cause> obstacle(BundleRequirement requirement) {
        List<BundleCapability> there = declared(requirement.getNamespace());
        List<Bundle> fitting = there.stream()
                .filter(requirement::matches)
                .map(capability -> capability.getRevision().getBundle())
                .toList();
        if (fitting.isEmpty()) {
            return Optional.of(missing(requirement, there));
        }
        if (fitting.stream().anyMatch(Wiring::resolved)) {
            return Optional.empty();
        }
        return behind(requirement, fitting);
    }

    private static boolean resolved(Bundle bundle) {
        return (bundle.getState() & (Bundle.INSTALLED | Bundle.UNINSTALLED)) == 0;
    }

    /** What would fit is there and not resolved itself. */
    private Optional<Cause> behind(BundleRequirement requirement, List<Bundle> fitting) {
        List<Cause> causes = new ArrayList<>();
        for (Bundle bundle : fitting) {
            Optional<Cause> cause = whyNotResolved(bundle);
            if (cause.isEmpty()) {
                return Optional.empty();
            }
            causes.add(cause.get().leadsTo("bundle " + Bundles.name(bundle) + " has that and is not resolved"));
        }
        return Optional.of(causes.get(0).leadsTo("it " + describe(requirement)));
    }

    private static Cause missing(BundleRequirement requirement, Collection<BundleCapability> there) {
        RequirementText wanted = RequirementText.of(requirement);
        Optional<Integer> java = requirement.getNamespace().equals(EXECUTION_ENVIRONMENT)
                ? JavaRelease.needed(wanted.filter())
                : Optional.empty();
        if (java.isPresent()) {
            return Cause.first(
                    "it was built for Java " + java.get() + ", and this is " + JavaRelease.here(),
                    JavaRelease.remedy(java.get()));
        }
        String line = "it " + describe(requirement) + ", which no installed bundle provides";
        Optional<BundleCapability> nearest = wanted.name().isEmpty() ? Optional.empty() : wanted.nearest(there);
        String remedy = "install a bundle that provides " + wanted;
        return nearest.map(capability -> Cause.first(
                        line + "; the nearest is " + RequirementText.version(capability) + " of bundle "
                                + Bundles.name(capability.getRevision().getBundle()),
                        remedy + ", or a version of this one that is content with "
                                + RequirementText.version(capability)))
                .orElseGet(() -> Cause.first(line, remedy));
    }

    private static String describe(BundleRequirement requirement) {
        String namespace = requirement.getNamespace();
        return WORDS.getOrDefault(namespace, "requires " + namespace) + " " + RequirementText.of(requirement);
    }

    private List<BundleCapability> declared(String namespace) {
        return Arrays.stream(context.getBundles())
                .flatMap(bundle -> Stream.ofNullable(bundle.adapt(BundleRevision.class)))
                .flatMap(revision -> revision.getDeclaredCapabilities(namespace).stream())
                .toList();
    }
}
