// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.core.codes.CoreCodes;

/**
 * Types that have a name in the field, by the bundle that brings them: asking for one that is not installed is not a
 * typing error.
 */
public final class KnownTypes {
    private static final Map<String, String> BUNDLES = Map.of(
            "sev", "org.cloister.sev",
            "sev-es", "org.cloister.seves",
            "sev-snp", "org.cloister.snp");

    private KnownTypes() {}

    /** The symbolic name of the bundle that brings a type. */
    static Optional<String> bundle(GuestType type) {
        return Optional.ofNullable(BUNDLES.get(type.name()));
    }

    /** Whether a type is one of these. */
    public static boolean knows(GuestType type) {
        return bundle(type).isPresent();
    }

    /** Refuses a type of these, which is not there, where nothing more is known of it. */
    public static void requireOther(GuestType type, Collection<String> there) {
        bundle(type).ifPresent(bundle -> {
            throw Problem.host(CoreCodes.TYPE_MISSING, "this guest type is not installed")
                    .at(type.name())
                    .found("types " + there)
                    .remedy("install and start bundle " + bundle)
                    .exception();
        });
    }

    /** The refusal of a type that nobody knows. */
    public static CloisterException unknown(GuestType type, Collection<String> there) {
        return Problem.input(ProblemCodes.TYPE_UNKNOWN, "there is no guest type of this name")
                .at(type.name())
                .expected("one of " + there + " or auto")
                .exception();
    }
}
