// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.codes;

/** Codes of problems of the folders that a running program keeps; see {@link org.cloister.api.ProblemCodes}. */
public final class LauncherCodes {
    /** Host: there is no platform that a guest could be sent to. */
    public static final String LINK_PLATFORM = "link.platform";

    /** Host: this file cannot keep the record. */
    public static final String RECORD_FILE = "record.file";

    /** Host: a platform runs in this folder already. */
    public static final String RUN_TAKEN = "run.taken";

    /** Host: what would be removed is in use by another process. */
    public static final String STORAGE_ALIVE = "storage.alive";

    /** Defect: a new folder of the framework has an owner already. */
    public static final String STORAGE_TAKEN = "storage.taken";

    private LauncherCodes() {}
}
