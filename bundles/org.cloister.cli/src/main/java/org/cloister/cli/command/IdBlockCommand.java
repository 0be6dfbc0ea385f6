// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;

/** {@code id-block}: what an owner signs so that only the expected SEV-SNP guest starts. */
final class IdBlockCommand {
    private IdBlockCommand() {}

    static CommandLine line(CommandContext session) {
        return CommandGroup.line(
                "create or digest is missing", IdBlockCreateCommand.line(session), IdBlockDigestCommand.line(session));
    }
}
