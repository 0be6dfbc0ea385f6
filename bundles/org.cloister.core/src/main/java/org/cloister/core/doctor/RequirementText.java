// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;

/**
 * What a requirement asks for, in words that people use; frameworks have it as a filter (OSGi Core 3.7.7).
 *
 * @param namespace of the requirement
 * @param name the value of the namespace's own attribute; empty when the filter does not ask for one
 * @param range which versions
 * @param filter as it stands in the requirement
 */
record RequirementText(String namespace, String name, VersionRange range, String filter) {
    private static final Pattern LEAST = Pattern.compile("\\((?:bundle-)?version>=([^()]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^()]+)\\)\\)");
    private static final Pattern MOST = Pattern.compile("\\((?:bundle-)?version<=([^()]+)\\)");
    private static final Pattern ABOVE = Pattern.compile("\\(!\\((?:bundle-)?version<=([^()]+)\\)\\)");

    static RequirementText of(BundleRequirement requirement) {
        String namespace = requirement.getNamespace();
        String filter = requirement.getDirectives().getOrDefault("filter", "");
        String name = group(Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^()]+)\\)"), filter)
                .orElse("");
        return new RequirementText(namespace, name, range(filter), filter);
    }

    private static VersionRange range(String filter) {
        Optional<Version> below = group(BELOW, filter).map(Version::valueOf);
        Optional<Version> above = group(ABOVE, filter).map(Version::valueOf);
        String positive = ABOVE.matcher(BELOW.matcher(filter).replaceAll("")).replaceAll("");
        Optional<Version> least = group(LEAST, positive).map(Version::valueOf).or(() -> above);
        Optional<Version> most = group(MOST, positive).map(Version::valueOf).or(() -> below);
        return new VersionRange(
                above.isPresent() ? VersionRange.LEFT_OPEN : VersionRange.LEFT_CLOSED,
                least.orElse(Version.emptyVersion),
                most.orElse(null),
                below.isPresent() ? VersionRange.RIGHT_OPEN : VersionRange.RIGHT_CLOSED);
    }

    private static Optional<String> group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Of those of the same name in other versions the one that is nearest to what is wanted. */
    Optional<BundleCapability> nearest(Collection<BundleCapability> there) {
        return there.stream()
                .filter(capability -> name.equals(capability.getAttributes().get(namespace)))
                .min(Comparator.comparingLong(capability -> distance(version(capability))));
    }

    static Version version(BundleCapability capability) {
        Object found = capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE);
        Object version = found == null ? capability.getAttributes().get("bundle-version") : found;
        return version instanceof Version known ? known : Version.emptyVersion;
    }

    private long distance(Version version) {
        Version wanted = range.getLeft();
        return Math.abs((long) version.getMajor() - wanted.getMajor()) << 32
                | (long) Math.abs(version.getMinor() - wanted.getMinor()) << 16
                | Math.abs(version.getMicro() - wanted.getMicro()) & 0xffff;
    }

    @Override
    public String toString() {
        boolean any = range.getLeft().equals(Version.emptyVersion) && range.getRight() == null;
        return name.isEmpty() ? filter : name + (any ? "" : " " + range);
    }
}
