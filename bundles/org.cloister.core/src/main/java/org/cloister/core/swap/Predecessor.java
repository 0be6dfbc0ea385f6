// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.Optional;
import java.util.UUID;
import org.cloister.api.Problem;
import org.cloister.api.operate.BackendFile;
import org.cloister.core.Backend;
import org.cloister.core.Replacement;
import org.cloister.core.ServiceKey;
import org.cloister.core.SwapLocation;
import org.cloister.core.codes.CoreCodes;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/**
 * The backend that is to be replaced.
 *
 * @param backend serves until then
 */
record Predecessor(Backend backend) {

    /**
     * The bundle goes when its backend does: it must bring nothing else, and must not be the framework or this bundle.
     */
    void requireRemovable(BundleContext context, Replacement replacement) {
        ServiceKey.Owner owner = backend.key().owner();
        boolean own =
                owner.bundle() == 0 || owner.bundle() == context.getBundle().getBundleId();
        long brought = replacement.broughtBy(owner.bundle());
        if (own || brought > 1) {
            throw Problem.operation(
                            CoreCodes.SWAP_SHARED, "the bundle of the old backend cannot be removed for its sake")
                    .at(owner.toString())
                    .found(own ? "a part of the platform" : brought + " guest types in one bundle")
                    .expected("a bundle of its own")
                    .exception();
        }
    }

    /** What the caller of a swap may not have meant. */
    Optional<String> note(Version next) {
        Version before = Version.parseVersion(backend.key().owner().version());
        int order = next.compareTo(before);
        if (order == 0) {
            return Optional.of("version " + before + " as before");
        }
        return order < 0 ? Optional.of("version " + next + " is older than " + before) : Optional.empty();
    }

    /** Location of the next one, from which a later start sees what it is and what it was to replace. */
    static SwapLocation location(Optional<Predecessor> old, BackendJar jar) {
        String mark = UUID.randomUUID().toString();
        Optional<BackendFile> file = Optional.of(jar.origin());
        return old.map(Predecessor::backend)
                .map(Backend::key)
                .map(key -> new SwapLocation(key.owner().bundle(), key.ranking(), mark, file))
                .orElseGet(() -> new SwapLocation(0, 0, mark, file));
    }
}
