// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.host;

import java.util.Objects;

/**
 * One thing about a host that was judged. Immutable.
 *
 * @param category {@code cpu}, {@code bios}, {@code kernel}, {@code firmware}, {@code permissions}, {@code limits}, or
 *     a vendor's own
 * @param name what was checked, in a few words; stable
 * @param required whether a launch needs it
 * @param status the verdict
 * @param cause why, where the verdict is not a pass
 * @param seen what was found
 * @param hint how to fix it; empty when there is nothing to fix
 */
public record Check(
        String category, String name, boolean required, Status status, Cause cause, String seen, String hint) {
    /** Checks that all parts are there. */
    public Check {
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(hint, "hint");
    }

    /** The verdict. */
    public enum Status {
        /** As it has to be. */
        PASS,
        /** Not as it has to be. */
        FAIL,
        /** Not checked, because something before it failed. */
        SKIP,
        /** Could not be found out. */
        UNKNOWN
    }

    /** Why something is not as it has to be. */
    public enum Cause {
        /** It is as it has to be, or the question does not arise. */
        NONE,
        /** The host does not have it; another host would be needed. */
        UNSUPPORTED,
        /** The host has it, switched off. */
        DISABLED,
        /** The host has it, and this user may not use it. */
        NO_PERMISSION
    }
}
