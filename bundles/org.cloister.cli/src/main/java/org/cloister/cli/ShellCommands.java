// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.LocalFiles;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The commands in the framework's shell (Gogo): {@code cloister:launch} and so on, with the options that the program
 * has.
 */
@Component(
        service = ShellCommands.class,
        property = {
            "osgi.command.scope=cloister",
            "osgi.command.function=probe",
            "osgi.command.function=platform",
            "osgi.command.function=launch",
            "osgi.command.function=list",
            "osgi.command.function=info",
            "osgi.command.function=stop",
            "osgi.command.function=reset",
            "osgi.command.function=backends",
            "osgi.command.function=swap",
            "osgi.command.function=doctor",
            "osgi.command.function=config",
            "osgi.command.function=measure",
            "osgi.command.function=verify",
            "osgi.command.function=show",
            "osgi.command.function=certs",
            "osgi.command.function=session",
            "osgi.command.function=secret"
        })
public final class ShellCommands {
    private final FrameworkServices services;

    /** Commands that find the framework's services. */
    @Activate
    public ShellCommands(@Reference FrameworkServices services) {
        this.services = services;
    }

    /** {@code probe} with its options. */
    public void probe(CommandSession shell, String... options) {
        run(shell, "probe", options);
    }

    /** {@code platform} with its options. */
    public void platform(CommandSession shell, String... options) {
        run(shell, "platform", options);
    }

    /** {@code launch} with its options. */
    public void launch(CommandSession shell, String... options) {
        run(shell, "launch", options);
    }

    /** {@code list} with its options. */
    public void list(CommandSession shell, String... options) {
        run(shell, "list", options);
    }

    /** {@code info} with its options. */
    public void info(CommandSession shell, String... options) {
        run(shell, "info", options);
    }

    /** {@code stop} with its options. */
    public void stop(CommandSession shell, String... options) {
        run(shell, "stop", options);
    }

    /** {@code reset} with its options. */
    public void reset(CommandSession shell, String... options) {
        run(shell, "reset", options);
    }

    /** {@code backends} with its options. */
    public void backends(CommandSession shell, String... options) {
        run(shell, "backends", options);
    }

    /** {@code swap} with its options. */
    public void swap(CommandSession shell, String... options) {
        run(shell, "swap", options);
    }

    /** {@code doctor} with its options. */
    public void doctor(CommandSession shell, String... options) {
        run(shell, "doctor", options);
    }

    /** {@code config} with its options. */
    public void config(CommandSession shell, String... options) {
        run(shell, "config", options);
    }

    /** {@code measure} with its options. */
    public void measure(CommandSession shell, String... options) {
        run(shell, "measure", options);
    }

    /** {@code verify} with its options. */
    public void verify(CommandSession shell, String... options) {
        run(shell, "verify", options);
    }

    /** {@code show} with its options. */
    public void show(CommandSession shell, String... options) {
        run(shell, "show", options);
    }

    /** {@code certs} with its options. */
    public void certs(CommandSession shell, String... options) {
        run(shell, "certs", options);
    }

    /** {@code session} with its options. */
    public void session(CommandSession shell, String... options) {
        run(shell, "session", options);
    }

    /** {@code secret} with its options. */
    public void secret(CommandSession shell, String... options) {
        run(shell, "secret", options);
    }

    private void run(CommandSession shell, String command, String... options) {
        Process process = Process.Utils.current();
        Streams streams = new Streams(process.in(), process.out(), process.err(), process.isTty(2));
        CommandContext session =
                new CommandContext(streams, new LocalFiles(shell.currentDir()), services, new Cancellation());
        String[] arguments =
                Stream.concat(Stream.of(command), Stream.of(options)).toArray(String[]::new);
        process.error(Cloister.run(session, arguments));
    }
}
