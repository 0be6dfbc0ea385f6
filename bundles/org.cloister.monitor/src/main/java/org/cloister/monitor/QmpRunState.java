// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

/** Where a guest is, in QEMU's words (QEMU, qapi/run-state.json, RunState). */
enum QmpRunState {
    /** Measured and waiting; nothing of it has run. */
    PRELAUNCH("prelaunch"),
    /** Launched for good, and not stopped. */
    RUNNING("running"),
    /** Launched for good, and stopped by a client. */
    PAUSED("paused"),
    /** Ended. */
    SHUTDOWN("shutdown");

    private final String word;

    QmpRunState(String word) {
        this.word = word;
    }

    /** QEMU's word. */
    String word() {
        return word;
    }
}
