// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.CallerFiles;
import org.cloister.api.caller.LocalFiles;
import org.cloister.api.caller.RemoteFiles;
import org.cloister.cli.session.ClassPathServices;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.CommandServices;
import org.cloister.cli.session.Streams;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The commands for a caller that shares no class with this bundle but the JDK's: a service of the framework, and on a
 * class path the class that the launcher names.
 *
 * <p>The argument holds {@code arguments} (a list of strings), {@code folder} (what relative file names start from, a
 * string) or, for a caller in another process, {@code files} (a {@link UnaryOperator} of byte arrays, to which
 * {@link RemoteFiles} puts its questions), {@code in} (an {@link InputStream}), {@code out} and {@code err}
 * ({@link PrintStream}s), {@code interactive} (a Boolean: whether a person watches {@code err}), {@code interrupted} (a
 * {@link CompletionStage} that completes when the command has to end early) and, where the caller wants it,
 * {@code codes} (a {@link Consumer} that gets the code of the problem that ended the command). The result is the exit
 * code; on a class path it is -1 for a command that can do nothing without services and has done nothing yet, so that
 * the caller can repeat it in a framework.
 */
@Component(service = ToIntFunction.class, property = "cloister.entry=main")
public final class CommandEntry implements ToIntFunction<Map<String, Object>> {
    /** The result of a command on the class path that needs a framework. No process ends with it. */
    static final int NEEDS_FRAMEWORK = -1;

    private final CommandServices services;

    /** For {@link java.util.ServiceLoader}: the commands find what the class path provides. */
    public CommandEntry() {
        this(new ClassPathServices());
    }

    /** For a framework: the commands find its services. */
    @Activate
    public CommandEntry(@Reference FrameworkServices services) {
        this((CommandServices) services);
    }

    private CommandEntry(CommandServices services) {
        this.services = services;
    }

    @Override
    public int applyAsInt(Map<String, Object> call) {
        Cancellation cancellation = new Cancellation();
        ((CompletionStage<?>) call.get("interrupted")).thenRun(cancellation::cancel);
        CommandContext session = new CommandContext(streams(call), files(call), services, cancellation);
        return Cloister.run(session, codes(call), ((List<?>) call.get("arguments")).toArray(String[]::new));
    }

    @SuppressWarnings("unchecked") // What stands there is a contract, see above
    private static Consumer<String> codes(Map<String, Object> call) {
        return (Consumer<String>) call.getOrDefault("codes", (Consumer<String>) code -> {});
    }

    @SuppressWarnings("unchecked") // What stands there is a contract, see above
    private static CallerFiles files(Map<String, Object> call) {
        UnaryOperator<byte[]> elsewhere = (UnaryOperator<byte[]>) call.get("files");
        return elsewhere == null ? new LocalFiles(Path.of((String) call.get("folder"))) : new RemoteFiles(elsewhere);
    }

    private static Streams streams(Map<String, Object> call) {
        return new Streams(
                (InputStream) call.get("in"),
                (PrintStream) call.get("out"),
                (PrintStream) call.get("err"),
                Boolean.TRUE.equals(call.get("interactive")));
    }
}
