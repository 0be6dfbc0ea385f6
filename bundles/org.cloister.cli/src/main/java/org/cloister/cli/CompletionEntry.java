// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.LocalFiles;
import org.cloister.cli.command.CloisterCommand;
import org.cloister.cli.command.CommandTable;
import org.cloister.cli.session.ClassPathServices;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.Streams;
import org.cloister.cli.share.NextWords;
import org.osgi.service.component.annotations.Component;

/**
 * What can follow the words of a command, for a shell that shares no class with this bundle but the JDK's. The argument
 * holds the words that are complete, the command's name first; none of them asks for the commands of a shell. The
 * result holds the words that can come next, each with its meaning, in the order of the help; it is empty where any
 * word can.
 */
@Component(service = Function.class, property = "cloister.entry=completion")
public final class CompletionEntry implements Function<List<String>, Map<String, String>> {
    private static final List<String> HELP = List.of("help");

    @Override
    public Map<String, String> apply(List<String> words) {
        if (words.isEmpty() || words.equals(HELP)) {
            return commands();
        }
        return NextWords.after(CloisterCommand.line(silent(), words.toArray(String[]::new)), words);
    }

    private static Map<String, String> commands() {
        Map<String, String> commands = new LinkedHashMap<>();
        CommandTable.rows().values().stream()
                .filter(CommandTable.Row::shell)
                .forEach(row -> commands.put(row.name(), row.meaning()));
        return commands;
    }

    /** Models are looked at, and nothing runs. */
    private static CommandContext silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Streams streams = new Streams(InputStream.nullInputStream(), nowhere, nowhere, false);
        return new CommandContext(streams, new LocalFiles(Path.of("")), new ClassPathServices(), new Cancellation());
    }
}
