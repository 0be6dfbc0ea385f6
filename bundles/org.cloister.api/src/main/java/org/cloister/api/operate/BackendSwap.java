// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.cloister.api.GuestType;

/**
 * The wish to replace the backend of a guest type. Immutable.
 *
 * @param type the type whose backend is replaced
 * @param bundle the file of the new backend's bundle; it is copied before anything else and not used afterwards
 * @param canary whether a launch is tried through the old and the new one before traffic moves; {@code false} for types
 *     that name no platform where that can be tried
 * @param accepted differences between old and new that are intended, such as {@code digest}; empty for none
 * @param drain how long calls of the old backend may take to end
 */
public record BackendSwap(GuestType type, Path bundle, boolean canary, Set<String> accepted, Duration drain) {
    /** How long calls of the old backend may take by default: ten seconds. */
    public static final Duration DRAIN = Duration.ofSeconds(10);

    /** Keeps a copy of the set. */
    public BackendSwap {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(drain, "drain");
        accepted = Set.copyOf(accepted);
    }

    /** A swap with a canary that accepts no difference. */
    public static BackendSwap of(GuestType type, Path bundle) {
        return new BackendSwap(type, bundle, true, Set.of(), DRAIN);
    }
}
