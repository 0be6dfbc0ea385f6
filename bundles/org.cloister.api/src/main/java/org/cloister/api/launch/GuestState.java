// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import org.cloister.api.Provisional;

/** Where a guest is in its life, the same words for every type. */
@Provisional("Whole machines and delegated monitors have more states, such as shut down and failed.")
public enum GuestState {
    /** Being put together. */
    LAUNCHING,
    /** Measured, and waiting for its owner; nothing of it has run. */
    PAUSED,
    /** Launched for good: it runs, or could be run where the platform executes. */
    RUNNING,
    /** Closed; everything was given back. */
    CLOSED
}
