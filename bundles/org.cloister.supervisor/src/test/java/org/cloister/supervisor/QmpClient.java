// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** A client of QEMU's monitor: one command at a time. */
final class QmpClient implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader lines;

    private QmpClient(SocketChannel channel) throws IOException {
        this.channel = channel;
        lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        lines.readLine();
        ask("qmp_capabilities");
    }

    /** Connects once the socket is there, unless QEMU has ended before. */
    static QmpClient of(Path socket, int process) throws IOException {
        AtomicReference<SocketChannel> connected = new AtomicReference<>();
        Awaited.until("QEMU listens", () -> connects(socket, connected) || !Files.exists(Path.of("/proc/" + process)));
        return new QmpClient(connected.get());
    }

    private static boolean connects(Path socket, AtomicReference<SocketChannel> connected) {
        try {
            connected.set(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The answer to a command without arguments. */
    JsonObject ask(String command) throws IOException {
        return ask(command, "{}");
    }

    /** The whole answer to a command; events before it are skipped. */
    JsonObject ask(String command, String arguments) throws IOException {
        String line = "{\"execute\":\"" + command + "\",\"arguments\":" + arguments + "}\n";
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        while (true) {
            JsonObject answer = JsonParser.parseString(lines.readLine()).getAsJsonObject();
            if (answer.has("return") || answer.has("error")) {
                return answer;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
