// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.session.CommandContext;
import org.cloister.cli.share.CompletedShell;
import org.cloister.cli.share.ShareFiles;

/** {@code completion}: what completes commands and options in a shell, for those who do not install {@code share/}. */
final class CompletionCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<CompletedShell> shell = rows.operand(
                    "bash|zsh|fish", "The shell. In bash: source <(cloister completion bash)")
            .as(CompletedShell.class);

    private CompletionCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        CompletionCommand command = new CompletionCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        session.streams().out().print(ShareFiles.completion(shell.value(), CloisterCommand.complete(session)));
    }
}
