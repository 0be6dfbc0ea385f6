// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.cloister.api.files.FolderLock;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlRequest;
import org.cloister.launcher.control.ControlServer;
import org.cloister.launcher.record.Record;
import org.osgi.framework.Bundle;

/**
 * The commands {@code serve} and {@code console}: a framework that stays, with a control socket and perhaps a shell.
 */
final class RunningPlatform {
    private static final long GUESTS_SECONDS = 30;
    private static final long STOP_SECONDS = 10;
    private static final long LOOK_MILLIS = 1_000;

    private final EmbeddedFramework framework;
    private final CommandService commands;
    private final Record record;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final StopPatience patience = new StopPatience(Duration.ofSeconds(STOP_SECONDS), System::nanoTime);

    private RunningPlatform(EmbeddedFramework framework, CommandService commands, Record record) {
        this.framework = framework;
        this.commands = commands;
        this.record = record;
    }

    /**
     * Runs until it is interrupted, or until the framework ends by itself.
     *
     * @param command {@code serve} or {@code console} with its options, which say what platform it is
     */
    static int run(Installation installation, RunFolder folder, Invocation command, CompletionStage<?> interrupted)
            throws StartException {
        List<Path> jars = installation.bundles();
        boolean shell = command.shell();
        try (FolderLock lock = folder.take();
                Record record = RecordPlace.open(command.value("--record"), System.getenv(), folder);
                EmbeddedFramework framework = EmbeddedFramework.start(
                        withKeptSwaps(installation.settings(), folder),
                        List.of(),
                        installation.temporary(),
                        installation.own());
                CommandService commands = CommandService.in(framework)) {
            framework.provide(record);
            List<Bundle> platform = framework.install(
                    jars.stream().filter(Predicate.not(Shell::isPart)).toList());
            List<Bundle> parts = framework.install(
                    jars.stream().filter(jar -> shell && Shell.isPart(jar)).toList());
            framework.start(platform);
            RunningPlatform running = new RunningPlatform(framework, commands, record);
            int ready = new Readiness(framework, commands).reach(command.arguments());
            if (ready != 0) {
                return ready;
            }
            ControlServer server = running.listen(folder.socket());
            framework.complaints().forEach(RunningPlatform::print);
            record.accept(Map.of("event", "platform", "outcome", "runs"));
            print("the platform runs; its control socket is " + folder.socket());
            // The shell comes last, because it reads commands as soon as it starts
            framework.start(parts);
            interrupted.thenRun(() -> running.stop(server));
            return running.stay(server);
        }
    }

    /** What is swapped in serves again at the next start: it is kept where services keep their state, else here. */
    private static Map<String, String> withKeptSwaps(Map<String, String> settings, RunFolder folder) {
        Path state = Optional.ofNullable(System.getenv("STATE_DIRECTORY"))
                // Several are separated by colons (systemd.exec)
                .map(folders -> folders.split(":", 2)[0])
                .filter(Predicate.not(String::isEmpty))
                .map(Path::of)
                .orElse(folder.path());
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("cloister.backends.kept", state.resolve("backends").toString());
        return all;
    }

    /**
     * Until the framework has stopped, or nobody can reach the platform any more. Its supervisor then waits for its
     * end: also where a bundle does not let the framework stop, whoever had it stop.
     */
    private int stay(ControlServer server) {
        while (!framework.awaitStop(LOOK_MILLIS)) {
            if (server.isDeaf()) {
                print("defect: nothing takes commands any more; the platform ends, so that it is started again");
                return Main.DEFECT;
            }
            if (patience.isOver()) {
                print("the framework has not stopped within " + STOP_SECONDS + " seconds" + stopping()
                        + "; what is left ends with this process");
                return 0;
            }
        }
        return 0;
    }

    private String stopping() {
        List<String> names = framework.stopping();
        return names.isEmpty() ? "" : ": it waits for bundle " + String.join(", ", names);
    }

    private ControlServer listen(Path socket) throws StartException {
        try {
            removeStale(socket);
            ControlServer server = ControlServer.open(socket, new RecordedCommands(record, this::run));
            framework.beforeStop(() -> end(server));
            return server;
        } catch (IOException e) {
            throw new StartException(socket + ": there can be no control socket (" + e.getMessage()
                    + "); name another folder with --run DIR");
        }
    }

    /** The holder of the lock is alone here: a socket that is there was left by a process that was killed. */
    private static void removeStale(Path socket) throws IOException {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw new IOException("something else is there");
            }
            Files.delete(socket);
        }
    }

    /** Other commands would open files by themselves, with this process's rights; no client of ours sends them. */
    private int run(ControlRequest request, Caller caller, Consumer<String> codes) {
        if (!Invocation.of(request.arguments()).place().running()) {
            caller.err().println("cloister: this is not a command for a platform that runs; it runs where it is typed");
            return Main.USAGE;
        }
        return run(new Call(
                request.arguments(),
                Optional.of(caller.files()),
                caller.in(),
                caller.out(),
                caller.err(),
                request.interactive(),
                caller.interrupted(),
                codes));
    }

    private int run(Call call) {
        try {
            return commands.run(call);
        } catch (StartException e) {
            e.lines().forEach(line -> call.err().println("cloister: " + line));
            return Main.HOST;
        }
    }

    /** Not every framework announces in time that it stops: Equinox has taken its services away by then. */
    private void stop(ControlServer server) {
        end(server);
        framework.stop();
    }

    /**
     * No new command, no command under way, no guest: in this order, while all services are still there. Once is
     * enough.
     */
    private void end(ControlServer server) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        print("the platform ends");
        server.close();
        record.accept(Map.of("event", "platform", "outcome", "ends"));
        try {
            endGuestsInTime();
        } catch (OutOfMemoryError noThread) {
            endGuests();
        }
        // While the framework can still be asked: Equinox throws when a tracker is closed after its end
        commands.close();
        patience.begin();
    }

    private void endGuestsInTime() {
        Thread guests = new Thread(this::endGuests, "end-guests");
        guests.setDaemon(true);
        guests.start();
        try {
            guests.join(TimeUnit.SECONDS.toMillis(GUESTS_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (guests.isAlive()) {
            print("not all guests ended within " + GUESTS_SECONDS + " seconds; they end with this process");
        }
    }

    private void endGuests() {
        run(Call.own(List.of("stop", "--all"), System.err));
    }

    private static void print(String line) {
        System.err.println("cloister: " + line);
    }
}
