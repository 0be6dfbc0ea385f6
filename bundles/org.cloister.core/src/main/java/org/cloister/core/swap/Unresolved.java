// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.JavaRelease;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Why a bundle cannot be resolved: what it requires, and the nearest thing that is there (OSGi Core 3.7, 8.2). */
final class Unresolved {
    private static final String API = "org.cloister.api";
    private static final Pattern PACKAGE =
            Pattern.compile("\\(" + Pattern.quote(PackageNamespace.PACKAGE_NAMESPACE) + "=([^)]+)\\)");
    private static final Pattern FLOOR = Pattern.compile("(?<!\\(!)\\(version>=([^)]+)\\)");
    private static final Pattern CEILING = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

    private final Bundle bundle;
    private final List<BundleCapability> there;

    private Unresolved(Bundle bundle, Bundle[] all) {
        this.bundle = bundle;
        this.there = Arrays.stream(all)
                .map(other -> other.adapt(BundleRevision.class))
                .filter(Objects::nonNull)
                .flatMap(revision -> revision.getDeclaredCapabilities(null).stream())
                .toList();
    }

    static CloisterException explain(Bundle bundle, Bundle[] all) {
        Unresolved unresolved = new Unresolved(bundle, all);
        return bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                .filter(Unresolved::mandatory)
                .filter(requirement -> unresolved.there.stream().noneMatch(requirement::matches))
                .findFirst()
                .map(unresolved::missing)
                .orElseGet(unresolved::contradiction);
    }

    private static boolean mandatory(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return !"optional".equals(directives.get("resolution"))
                && "resolve".equals(directives.getOrDefault("effective", "resolve"));
    }

    private CloisterException missing(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault("filter", "");
        Matcher name = PACKAGE.matcher(filter);
        if (requirement.getNamespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            Optional<Integer> needed = JavaRelease.needed(filter);
            if (needed.isPresent()) {
                return java(needed.get());
            }
        }
        return requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) && name.find()
                ? missing(name.group(1), filter)
                : problem(CoreCodes.SWAP_UNRESOLVED, "the bundle requires what nothing here provides")
                        .found("nothing that fits")
                        .expected(requirement.getNamespace() + " " + filter)
                        .remedy("install what provides it")
                        .exception();
    }

    private CloisterException java(int needed) {
        return problem(CoreCodes.SWAP_UNRESOLVED, "the bundle was built for another Java")
                .found("Java " + JavaRelease.here())
                .expected("Java " + needed)
                .remedy(JavaRelease.remedy(needed))
                .exception();
    }

    private CloisterException missing(String name, String filter) {
        boolean api = name.equals(API) || name.startsWith(API + ".");
        Optional<BundleCapability> nearest = nearest(name, floor(filter));
        String found = nearest.map(Unresolved::describe).orElse("no bundle that exports it");
        return problem(
                        api && nearest.isPresent() ? CoreCodes.SWAP_API_VERSION : CoreCodes.SWAP_UNRESOLVED,
                        api ? "the bundle was built for another version of the API" : "an import cannot be resolved")
                .found(found)
                .expected("package " + name + range(filter))
                .remedy(
                        api
                                ? "use a backend that was built for the version that is there"
                                : "install and resolve a bundle that exports it")
                .exception();
    }

    private Optional<BundleCapability> nearest(String name, Version wanted) {
        return there.stream()
                .filter(capability -> capability.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE))
                .filter(capability -> name.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .min(Comparator.comparing(capability -> distance(version(capability), wanted)));
    }

    /** Major before minor before micro. */
    private static long distance(Version one, Version other) {
        return Math.abs(one.getMajor() - (long) other.getMajor()) * 1_000_000_000_000L
                + Math.abs(one.getMinor() - (long) other.getMinor()) * 1_000_000L
                + Math.abs(one.getMicro() - (long) other.getMicro());
    }

    private static Version version(BundleCapability capability) {
        return capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE) instanceof Version given
                ? given
                : Version.emptyVersion;
    }

    private static String describe(BundleCapability capability) {
        Bundle exporter = capability.getRevision().getBundle();
        return "version " + version(capability) + " of " + exporter.getSymbolicName() + " " + exporter.getVersion();
    }

    private static Version floor(String filter) {
        Matcher floor = FLOOR.matcher(filter);
        return floor.find() ? Version.parseVersion(floor.group(1)) : Version.emptyVersion;
    }

    private static String range(String filter) {
        Matcher floor = FLOOR.matcher(filter);
        Matcher ceiling = CEILING.matcher(filter);
        if (!floor.find()) {
            return "";
        }
        return ceiling.find()
                ? " in [" + floor.group(1) + "," + ceiling.group(1) + ")"
                : " from " + floor.group(1) + " on";
    }

    /** Everything is there for itself, and does not go together. */
    private CloisterException contradiction() {
        return problem(
                        CoreCodes.SWAP_UNRESOLVED,
                        "the framework does not resolve the bundle, though all it requires is there")
                .remedy("look for imports whose exporters are not resolved, or that use different versions of one"
                        + " package")
                .exception();
    }

    private Problem problem(String code, String what) {
        return Problem.operation(code, what).at(bundle.getSymbolicName() + " " + bundle.getVersion());
    }
}
