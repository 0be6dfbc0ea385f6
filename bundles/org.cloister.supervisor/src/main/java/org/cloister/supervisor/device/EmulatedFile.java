// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import org.cloister.supervisor.trap.CallOutcome;

/** A file that programs find, whatever the host has under its name. */
interface EmulatedFile {
    /**
     * Opens it.
     *
     * @param access 0 to read, 1 to write, 2 for both
     */
    CallOutcome open(int access, boolean closeOnExec);

    /** What stat tells of it. */
    FileFacts facts();
}
