// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.util.Hashtable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.LocalFiles;
import org.cloister.cli.command.CommandTable;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.CommandServices;
import org.cloister.cli.session.Streams;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * One command in the framework's shell. Gogo calls it as a function, so that its name may have a hyphen, which no
 * method's has.
 *
 * @param name of the command
 */
record ShellCommand(CommandServices services, String name) implements Function {
    private static final String SCOPE = "cloister";

    /** Registers a command for as long as the bundle runs; Gogo finds it by its properties. */
    static ServiceRegistration<?> register(BundleContext bundle, CommandServices services, CommandTable.Row row) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("osgi.command.scope", SCOPE);
        properties.put("osgi.command.function", row.name());
        properties.put("osgi.command.description", row.meaning());
        return bundle.registerService(Function.class, new ShellCommand(services, row.name()), properties);
    }

    /**
     * Runs it on the streams of the shell, which prints no result beside what the command printed. Words come as they
     * were typed: {@code null}, {@code true} and numbers too.
     */
    @Override
    public Object execute(CommandSession shell, List<Object> options) {
        Process process = Process.Utils.current();
        boolean watched = ShellTerminal.watches(shell, process);
        Streams streams = new Streams(process.in(), process.out(), process.err(), watched);
        CommandContext context =
                new CommandContext(streams, new LocalFiles(shell.currentDir()), services, new Cancellation());
        String[] words =
                Stream.concat(Stream.of(name), options.stream().map(this::word)).toArray(String[]::new);
        int code = Cloister.run(context, words);
        // Nobody else does: what is said of errors would stay in the stream's buffer
        process.err().flush();
        process.error(code);
        return null;
    }

    /** A command is asked about by the name that the shell has for it. */
    private String word(Object typed) {
        String word = String.valueOf(typed);
        return name.equals("help") && word.startsWith(SCOPE + ":") ? word.substring(SCOPE.length() + 1) : word;
    }
}
