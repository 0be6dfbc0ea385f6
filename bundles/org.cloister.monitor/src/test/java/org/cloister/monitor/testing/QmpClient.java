// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that knows nothing of the monitor but the socket: bytes out, lines in. */
public final class QmpClient implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader lines;

    public QmpClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /** One that has greeted and negotiated. */
    public static QmpClient ready(Path socket) throws IOException {
        QmpClient client = new QmpClient(socket);
        client.line();
        client.call("qmp_capabilities");
        return client;
    }

    public QmpClient send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public QmpClient send(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line; null when there is none any more. */
    public String line() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonObject next() {
        return JsonParser.parseString(line()).getAsJsonObject();
    }

    /** Asks, and gives the answer as it came. */
    public JsonObject ask(String command, String arguments) {
        send("{\"execute\": \"" + command + "\", \"arguments\": " + arguments + "}");
        return next();
    }

    /** The value that a command answers with. */
    public JsonElement call(String command) {
        return ask(command, "{}").get("return");
    }

    /** What a command is refused with. */
    public String error(String command, String arguments) {
        JsonObject error = ask(command, arguments).getAsJsonObject("error");
        return error.get("class").getAsString() + ": " + error.get("desc").getAsString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
