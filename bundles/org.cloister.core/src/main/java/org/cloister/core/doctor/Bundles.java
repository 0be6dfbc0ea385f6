// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestTypeNamespace;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;

/** The installed bundles: what they say they bring, and why one is not active. */
final class Bundles {
    private static final Comparator<Bundle> NEAREST = Comparator.comparingInt(Bundle::getState)
            .thenComparing(Bundle::getVersion)
            .reversed();

    private final BundleContext context;

    Bundles(BundleContext context) {
        this.context = context;
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    List<Bundle> all() {
        return Arrays.asList(context.getBundles());
    }

    /** The types that a bundle says it brings. */
    static List<String> types(Bundle bundle) {
        return Stream.ofNullable(bundle.adapt(BundleRevision.class))
                .flatMap(revision -> revision.getDeclaredCapabilities(GuestTypeNamespace.NAMESPACE).stream())
                .map(capability -> String.valueOf(capability.getAttributes().get(GuestTypeNamespace.NAMESPACE)))
                .toList();
    }

    /** Those that bring a type; first the one that is nearest to being active, of equals the newest. */
    List<Bundle> bringing(GuestType type) {
        return all().stream()
                .filter(bundle -> types(bundle).contains(type.name())
                        || KnownTypes.bundle(type)
                                .filter(name -> name.equals(bundle.getSymbolicName()))
                                .isPresent())
                .sorted(NEAREST)
                .toList();
    }

    /** Those that say they bring a platform that a word has to do with, as {@link #bringing}. */
    List<Bundle> platforms(String word) {
        return all().stream()
                .filter(bundle -> DeclaredPlatform.by(bundle).stream().anyMatch(platform -> platform.is(word)))
                .sorted(NEAREST)
                .toList();
    }

    /** Whether a bundle does anything when it is started; a library need not be. */
    static boolean works(Bundle bundle) {
        return Descriptions.any(bundle) || bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATOR) != null;
    }

    /** Empty when the bundle is active. */
    Optional<Cause> whyNotActive(Bundle bundle) {
        if (RunningBundle.is(bundle)) {
            return Optional.empty();
        }
        String name = "bundle " + name(bundle);
        return switch (bundle.getState()) {
            case Bundle.INSTALLED ->
                Optional.of(new Wiring(context)
                        .whyNotResolved(bundle)
                        .map(cause -> cause.leadsTo(name + " is installed and cannot be resolved"))
                        .orElseGet(() -> notStarted(bundle)));
            case Bundle.STARTING, Bundle.STOPPING ->
                Optional.of(Cause.first(
                        name + " is still " + (bundle.getState() == Bundle.STARTING ? "starting" : "stopping"),
                        "wait for it; a thread dump shows what it waits for"));
            default -> Optional.of(notStarted(bundle));
        };
    }

    /** Why the class that starts it cannot be loaded. */
    private static Optional<Cause> unloadable(Bundle bundle) {
        return bundle.getState() == Bundle.RESOLVED
                ? StartingClasses.ofActivator(bundle).map(Fault::cause)
                : Optional.empty();
    }

    private Cause notStarted(Bundle bundle) {
        String name = "bundle " + name(bundle);
        String start = "start bundle " + bundle.getBundleId() + " (" + bundle.getSymbolicName() + ")";
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        int reached = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkStartLevel.class)
                .getStartLevel();
        if (level.getStartLevel() > reached) {
            return Cause.first(
                    name + " starts at level " + level.getStartLevel() + " and the framework is at " + reached,
                    "raise the framework's start level");
        }
        if (level.isPersistentlyStarted()) {
            return unloadable(bundle)
                    .map(cause -> cause.leadsTo(name + " is to be started and is not"))
                    .orElseGet(() -> Cause.first(
                            name + " is to be started and is not: starting it failed, or it was stopped for a while",
                            start + "; when that fails it prints why"));
        }
        return Cause.first(name + " is stopped", start);
    }
}
