// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;
import org.osgi.framework.Bundle;
import org.osgi.framework.startlevel.BundleStartLevel;

/** Bundles that were to bring a guest type and do not, while another one does. */
final class Bystanders {
    private static final String SUPPORT = ConfidentialGuestSupport.class.getName();

    private Bystanders() {}

    /** Every bundle of a type that was to run. */
    static List<Bundle> of(Bundles bundles, GuestType type) {
        return of(bundles, type, bundle -> true, ranking -> true);
    }

    /**
     * Those that would be preferred to the backend that serves.
     *
     * @param there the numbers of the bundles whose backends are there
     * @param ranking of the one that serves; who has none in a description that can be read may have any
     */
    static List<Bundle> preferredTo(Bundles bundles, GuestType type, Set<Long> there, int ranking) {
        return of(bundles, type, bundle -> !there.contains(bundle.getBundleId()), mine -> mine > ranking);
    }

    private static List<Bundle> of(Bundles bundles, GuestType type, Predicate<Bundle> which, IntPredicate rank) {
        Predicate<Bundle> typed = bundle -> Bundles.types(bundle).contains(type.name()) && meantToRun(bundle);
        // Also of those that are there: what is known of them is not looked for when they go
        Predicate<Bundle> all =
                typed.and(bundle -> ranking(bundle).stream().allMatch(rank)).and(which);
        return bundles.all().stream()
                .filter(bundle -> stillThere(() -> all.test(bundle)).orElse(false))
                .toList();
    }

    /**
     * An answer, where the bundle that is looked at is not uninstalled meanwhile, as swaps do. Frameworks have many
     * ways to say so: they throw IllegalStateException and IllegalArgumentException, and adapt to null.
     */
    private static <T> Optional<T> stillThere(Supplier<T> look) {
        try {
            return Optional.of(look.get());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** What is wrong with those of them that are at fault for certain. */
    static List<Diagnosis> faults(Scene scene, List<Bundle> some) {
        return some.stream()
                .flatMap(bundle -> stillThere(() -> fault(scene, bundle)).flatMap(cause -> cause).stream()
                        .map(cause -> Diagnoses.of(Kind.BUNDLE, Bundles.name(bundle), Level.WARN, cause)))
                .toList();
    }

    /** One that somebody stopped is not missed. */
    private static boolean meantToRun(Bundle bundle) {
        return bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
    }

    private static Optional<Cause> fault(Scene scene, Bundle bundle) {
        return RunningBundle.is(bundle)
                ? scene.noService().fault(bundle, SUPPORT)
                : scene.bundles().whyNotActive(bundle);
    }

    /** Of its backend; empty where no description that can be read has one, and 0 where that names no ranking. */
    private static OptionalInt ranking(Bundle bundle) {
        return Descriptions.of(bundle).components().stream()
                .filter(component -> component.services().contains(SUPPORT))
                .mapToInt(component -> component.ranking().orElse(0))
                .max();
    }
}
