// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import picocli.CommandLine;

/** {@code secret}: what a guest's owner hands in once the guest is measured. */
final class SecretCommand {
    private SecretCommand() {}

    static CommandLine line(CommandContext session) {
        return CommandGroup.line("pack is missing", SecretPackCommand.line(session));
    }
}
