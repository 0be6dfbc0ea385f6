// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.api.CloisterException;
import org.cloister.api.Trust;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.monitor.qmp.Arguments;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.Event;
import org.cloister.monitor.qmp.QmpConnection;

/**
 * Serves one guest on one socket: one client after the other, as QEMU does. A client that comes while another is served
 * waits for its greeting.
 */
public final class QmpMonitor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(QmpMonitor.class.getName());
    /** The QEMU whose commands these are; clients derive from it what they may ask. */
    private static final int[] DIALECT = {11, 1, 0};

    private static final int BUFFER = 1 << 16;
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 50;

    private final MonitorSocket socket;
    private final MonitoredRun run;
    private final List<Command> commands;
    private final Thread thread = new Thread(this::serve, "monitor");
    private volatile Connection connection;
    private volatile QmpConnection conversation;

    private QmpMonitor(MonitorSocket socket, MonitoredRun run, List<Command> commands) {
        this.socket = socket;
        this.run = run;
        this.commands = commands;
    }

    /** Begins to serve a guest whose protection was written in the usual words. */
    public static QmpMonitor start(
            MonitorSocket socket, MonitoredRun run, Optional<SecureProcessor> processor, Path folder) {
        return start(socket, run, processor, ObjectWords.USUAL, folder);
    }

    /**
     * Begins to serve.
     *
     * @param socket is closed with the monitor
     * @param run the guest's life
     * @param processor the secure processor of its platform, where that can be asked
     * @param words how the guest's protection was written
     * @param folder what relative file names start from
     * @since 1.1
     */
    public static QmpMonitor start(
            MonitorSocket socket,
            MonitoredRun run,
            Optional<SecureProcessor> processor,
            ObjectWords words,
            Path folder) {
        Optional<PlatformChannel> channel = processor.flatMap(it -> it.adapt(PlatformChannel.class));
        channel.filter(any -> processor.orElseThrow().trust() == Trust.EMULATED).ifPresent(QmpMonitor::makeKeys);
        QmpMonitor monitor = new QmpMonitor(socket, run, commands(run, channel, words, folder));
        run.listen(monitor::send);
        monitor.thread.setDaemon(true);
        monitor.thread.start();
        return monitor;
    }

    /** RSA keys take seconds to make in software: no client is to wait for them in the middle of its questions. */
    private static void makeKeys(PlatformChannel channel) {
        try {
            LengthQuery.fetch(channel, PdhCertExport.LENGTH);
        } catch (CloisterException e) {
            // Whoever asks gets the same answer, and the reason with it
        }
    }

    private static List<Command> commands(
            MonitoredRun run, Optional<PlatformChannel> channel, ObjectWords words, Path folder) {
        SevCommands sev = new SevCommands(run, channel);
        HostCommands host = new HostCommands(run, new MachineObjects(run.guest(), words));
        return Stream.of(
                        new GuestCommands(run).table(),
                        sev.table(),
                        host.table(),
                        new HumanCommands(run, sev, host).table(),
                        new ObjectCommands(run, words).table(),
                        new MemoryCommands(run, folder).table())
                .flatMap(List::stream)
                .map(command -> command.around(action -> noted(run, action)))
                .toList();
    }

    /** Some failures cost the guest its life; the run finds out. */
    private static Function<Arguments, JsonElement> noted(MonitoredRun run, Function<Arguments, JsonElement> action) {
        return arguments -> {
            try {
                return action.apply(arguments);
            } catch (CloisterException e) {
                run.failed(e);
                throw e;
            }
        };
    }

    private void serve() {
        while (socket.isOpen()) {
            try (Connection client = new Connection(socket.accept())) {
                connection = client;
                converse(client);
            } catch (IOException | ClosedSelectorException e) {
                // This client is gone, or this process has no descriptor left: the next one may have more luck
                pause();
            } catch (RuntimeException | Error e) {
                // Such as a full heap: this client's loss, and not that of the guest or of who comes next
                complain(e);
                pause();
            } finally {
                conversation = null;
            }
        }
    }

    private static void complain(Throwable failure) {
        try {
            LOG.log(Level.WARNING, "a client of a monitor was hung up on: {0}", failure.toString());
        } catch (OutOfMemoryError e) {
            // There is not even room to say so
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            socket.close();
        }
    }

    private void converse(Connection client) throws IOException {
        QmpConnection talk =
                new QmpConnection(version(), commands, GuestEvents.TABLE, client::send, run::settle, Clock.systemUTC());
        talk.greet();
        conversation = talk;
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (socket.isOpen() && client.read(buffer) >= 0) {
            talk.receive(buffer.flip());
            buffer.clear();
        }
    }

    private void send(Event event) {
        QmpConnection talk = conversation;
        if (talk != null) {
            try {
                talk.send(event);
            } catch (IOException | ClosedSelectorException e) {
                // The client is gone, and with it who wanted to know
            }
        }
    }

    /** The version of QEMU's that names its newest machines. */
    static String dialect() {
        return DIALECT[0] + "." + DIALECT[1];
    }

    private static JsonObject version() {
        JsonObject numbers = new JsonObject();
        numbers.addProperty("micro", DIALECT[2]);
        numbers.addProperty("minor", DIALECT[1]);
        numbers.addProperty("major", DIALECT[0]);
        JsonObject version = new JsonObject();
        version.add("qemu", numbers);
        version.addProperty("package", "cloister");
        return version;
    }

    /** Hangs up on the client, removes the socket, and waits for a command that is under way, for a bounded time. */
    @Override
    public void close() {
        socket.close();
        try {
            Connection client = connection;
            if (client != null) {
                client.close();
            }
            thread.join(PATIENCE_MILLIS);
        } catch (IOException e) {
            // It is closed, as far as that goes
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
