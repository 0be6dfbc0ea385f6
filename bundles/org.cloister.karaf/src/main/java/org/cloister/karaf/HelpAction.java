// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/**
 * The command {@code cloister:help}, in the form of Karaf's own commands. Of a scope without any of that form Karaf's
 * {@code help cloister} prints nothing: it looks for the bundle of a scope among actions alone
 * ({@code ShellHelpProvider} of Karaf 4.4).
 */
@Service
@Command(scope = KarafCommand.SCOPE, name = HelpAction.NAME, description = HelpAction.MEANING)
public final class HelpAction implements Action {
    static final String NAME = "help";
    /** As in the table of commands. */
    static final String MEANING = "Shows how a command is used: help platform snp-config.";

    @Reference
    private Session session;

    @Reference
    private KarafCommands commands;

    @Argument(index = 0, name = "COMMAND", description = "The command.")
    @Completion(HelpCompleter.class)
    private String command;

    @Argument(index = 1, name = "BELOW", description = "The command below it, if there is one.", multiValued = true)
    private List<String> below = List.of();

    /** Called by Karaf, which sets the fields. */
    public HelpAction() {}

    @Override
    public Object execute() throws CommandException {
        List<Object> words = new ArrayList<>();
        if (command != null) {
            words.add(command);
            words.addAll(below);
        }
        return commands.command(NAME).execute(session, words);
    }
}
