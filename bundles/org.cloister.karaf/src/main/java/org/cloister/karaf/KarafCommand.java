// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.felix.service.command.Process;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/** One command in Karaf's shell. */
final class KarafCommand implements Command {
    static final String SCOPE = "cloister";

    private final String name;
    private final String meaning;
    private final ToIntFunction<Map<String, Object>> entry;
    private final Function<List<String>, Map<String, String>> completion;

    KarafCommand(
            String name,
            String meaning,
            ToIntFunction<Map<String, Object>> entry,
            Function<List<String>, Map<String, String>> completion) {
        this.name = name;
        this.meaning = meaning;
        this.entry = entry;
        this.completion = completion;
    }

    @Override
    public String getScope() {
        return SCOPE;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getDescription() {
        return meaning;
    }

    @Override
    public Completer getCompleter(boolean scoped) {
        return new WordCompleter(name, scoped, completion);
    }

    /** Words are parted as everywhere in the shell. */
    @Override
    public Parser getParser() {
        return null;
    }

    /**
     * Carries it out on the streams of the shell.
     *
     * @throws CommandException when it did not do what was asked; why stands on the error stream. Karaf makes a status
     *     of exceptions alone
     */
    @Override
    public Object execute(Session session, List<Object> words) throws CommandException {
        Process process = Process.Utils.current();
        int code = new CommandRun(session, process, entry).of(name, words);
        process.out().flush();
        process.err().flush();
        ClientStreams.flush(session);
        process.error(code);
        if (code != 0) {
            throw new CommandException(SCOPE + ":" + name + " ended with " + code);
        }
        return null;
    }
}
