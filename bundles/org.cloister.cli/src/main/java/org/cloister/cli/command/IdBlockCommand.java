// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;

/** {@code id-block}: what an owner signs so that only the expected SEV-SNP guest starts. */
final class IdBlockCommand {
    private IdBlockCommand() {}

    static CommandModel model(CommandContext session) {
        return CommandGroup.of(
                "create or digest is missing",
                IdBlockCreateCommand.model(session),
                IdBlockDigestCommand.model(session));
    }
}
