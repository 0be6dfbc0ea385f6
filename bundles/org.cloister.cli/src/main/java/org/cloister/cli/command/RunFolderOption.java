// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;

/**
 * The option that names a running platform. The program takes it out and goes there; a command that still meets it is
 * where nobody else can be asked.
 */
final class RunFolderOption implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> folder = rows.text(
            "--run",
            "DIR",
            "The folder of the running platform's control socket; by default $CLOISTER_RUN, else /run/cloister for "
                    + "root, and $XDG_RUNTIME_DIR/cloister or /tmp/cloister-UID for others.");

    /** {@code run.folder} when a folder is named. */
    void refuse() {
        if (folder.value() != null) {
            throw Problem.input(CliCodes.RUN_FOLDER, "no other platform is asked here")
                    .at("--run " + folder.value())
                    .remedy("leave --run out; with launch, add --connect, with probe, --refresh")
                    .exception();
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
