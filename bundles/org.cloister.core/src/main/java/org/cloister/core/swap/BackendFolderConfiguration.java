package org.cloister.core.swap;

/** The settings of the watched folder as the configuration {@code org.cloister.core.backends} has them. */
public @interface BackendFolderConfiguration {
    /** The folder; empty for the framework's property {@code cloister.backends}, and for none where that is not set either. */
    String folder() default "";

    /** Whether a backend is tried before it serves; false for guest types that name no platform for that. */
    boolean canary() default true;

    /** Differences between old and new that are intended, by name. */
    String[] accept() default {};
}
