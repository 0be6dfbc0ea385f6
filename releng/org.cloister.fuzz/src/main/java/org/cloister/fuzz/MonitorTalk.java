// SPDX-License-Identifier: Apache-2.0
package org.cloister.fuzz;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.Parameter;
import org.cloister.monitor.qmp.QmpConnection;
import org.cloister.monitor.qmp.Shape;
import org.cloister.monitor.qmp.Type;

/** What a client says to the monitor: every answer is a JSON document on a line, and none tells of a defect. */
final class MonitorTalk {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final byte[] NEGOTIATION = "{\"execute\":\"qmp_capabilities\"}".getBytes(StandardCharsets.US_ASCII);

    private static final List<Command> COMMANDS = List.of(
            Command.query("q", Shape.ANY, () -> JsonNull.INSTANCE),
            new Command(
                    "c",
                    List.of(
                            Parameter.required("t", Type.STRING),
                            Parameter.optional("n", Type.INTEGER),
                            Parameter.optional("u", Type.UINT64),
                            Parameter.optional("a", Type.CAPABILITIES)),
                    Shape.TEXT,
                    arguments -> new JsonPrimitive(arguments.base64("t").hex()
                            + arguments.optionalNumber("n")
                            + arguments.optionalNumber("u")
                            + arguments.optionalItems("a"))));

    private MonitorTalk() {}

    static void read(byte[] input) {
        QmpConnection conversation =
                new QmpConnection(new JsonObject(), COMMANDS, List.of(), MonitorTalk::require, () -> {}, CLOCK);
        try {
            conversation.greet();
            conversation.receive(ByteBuffer.wrap(NEGOTIATION));
            int half = input.length / 2;
            conversation.receive(ByteBuffer.wrap(Arrays.copyOf(input, half)));
            conversation.receive(ByteBuffer.wrap(Arrays.copyOfRange(input, half, input.length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void require(String line) {
        JsonObject said = JsonParser.parseString(line).getAsJsonObject();
        boolean defect = said.has("error")
                && said.getAsJsonObject("error").get("desc").getAsString().startsWith("this is a defect of cloister: ");
        if (defect || line.indexOf('\n') != line.length() - 1) {
            throw new AssertionError(line);
        }
    }
}
