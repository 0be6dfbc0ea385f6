// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

/** The settings of backends that come in, as the configuration {@code org.cloister.core.backends} has them. */
public @interface BackendFolderConfiguration {
    /**
     * The folder; empty for the framework's property {@code cloister.backends}, and for none where that is not set
     * either.
     */
    String folder() default "";

    /** Whether a backend is tried before it serves; false for guest types that name no platform for that. */
    boolean canary() default true;

    /** Differences between old and new that are intended, by name. */
    String[] accept() default {};

    /** SHA-256 of the files that may come in, by folder and by command; see {@link BackendPins}. */
    String[] pinned_sha256() default {};

    /** SHA-256 of the certificates of those whose files may come in; see {@link BackendPins}. */
    String[] trusted_signers() default {};
}
