package org.cloister.core;

import java.util.List;
import java.util.Map;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;

/** Types that have a name in the field, by the bundle that brings them: asking for one that is not installed is no typing error. */
final class KnownTypes {
    private static final Map<String, String> BUNDLES = Map.of(
            "sev", "org.cloister.sev",
            "sev-es", "org.cloister.seves",
            "sev-snp", "org.cloister.snp");

    private KnownTypes() {}

    static CloisterException missing(GuestType type, List<Backend> installed) {
        List<String> names =
                installed.stream().map(backend -> backend.type().name()).toList();
        String bundle = BUNDLES.get(type.name());
        if (bundle != null) {
            return Problem.host("type.missing", "this guest type is not installed")
                    .at(type.name())
                    .found("types " + names)
                    .remedy("install and start bundle " + bundle)
                    .exception();
        }
        return Problem.input("type.unknown", "there is no guest type of this name")
                .at(type.name())
                .expected("one of " + names + " or auto")
                .exception();
    }
}
