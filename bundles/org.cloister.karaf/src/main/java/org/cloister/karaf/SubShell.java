// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Process;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/**
 * The scope as a command, as Karaf has one for each scope of its own: {@code cloister} alone enters it, and {@code help
 * cloister}, which Karaf carries out as {@code cloister --help}, lists what is in it.
 *
 * @param commands names and meanings
 */
record SubShell(Map<String, String> commands) implements Command {
    private static final String EVERYWHERE = "*";

    @Override
    public String getScope() {
        return EVERYWHERE;
    }

    @Override
    public String getName() {
        return KarafCommand.SCOPE;
    }

    @Override
    public String getDescription() {
        return "Enter the subshell " + KarafCommand.SCOPE;
    }

    @Override
    public Completer getCompleter(boolean scoped) {
        return new WordCompleter(KarafCommand.SCOPE, true, words -> Map.of());
    }

    @Override
    public Parser getParser() {
        return null;
    }

    /**
     * Enters it, or lists what is in it.
     *
     * @throws CommandException when it gets another word
     */
    @Override
    public Object execute(Session session, List<Object> words) throws CommandException {
        if (words.isEmpty()) {
            session.put(Session.SUBSHELL, KarafCommand.SCOPE);
            session.put(Session.SCOPE, KarafCommand.SCOPE + ":" + session.get(Session.SCOPE));
        } else if (words.stream().map(String::valueOf).allMatch("--help"::equals)) {
            list(Process.Utils.current().out());
        } else {
            throw new CommandException(KarafCommand.SCOPE + " takes no words but --help; commands of it are called "
                    + KarafCommand.SCOPE + ":NAME");
        }
        return null;
    }

    private void list(PrintStream out) {
        int widest = commands.keySet().stream().mapToInt(String::length).max().orElse(0);
        commands.forEach((name, meaning) ->
                out.println(KarafCommand.SCOPE + ":" + name + " ".repeat(widest - name.length() + 2) + meaning));
        out.println();
        out.println("help " + KarafCommand.SCOPE + ":NAME tells more of one.");
        out.flush();
    }
}
