// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;

/** {@code memory}: the private memory of a guest whose policy lets the host look. */
final class MemoryCommand {
    private MemoryCommand() {}

    static CommandModel model(CommandContext session) {
        return CommandGroup.of(
                "read or write is missing", MemoryReadCommand.model(session), MemoryWriteCommand.model(session));
    }
}
