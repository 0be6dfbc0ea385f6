// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.CloisterException;

/**
 * What one client gets: the greeting, an answer to each request in the order of the requests, events once the client
 * has negotiated. Requests come from one thread; events from any.
 */
public final class QmpConnection {
    private static final System.Logger LOG = System.getLogger(QmpConnection.class.getName());
    private static final String NEGOTIATE = "qmp_capabilities";
    private static final Gson GSON = new GsonBuilder()
            .setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true))
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private static final Shape VERSION = Shape.object(
            Shape.member(
                    "qemu",
                    Shape.object(
                            Shape.member("major", Shape.NUMBER),
                            Shape.member("minor", Shape.NUMBER),
                            Shape.member("micro", Shape.NUMBER))),
            Shape.member("package", Shape.TEXT));

    private final JsonObject version;
    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final List<EventType> events;
    private final Line line;
    private final Runnable afterEachAnswer;
    private final Clock clock;
    private final JsonStream stream = new JsonStream(this::request, this::refuse);
    private volatile boolean negotiated;

    /** Where answers go, each with its line break; whole and one after the other. */
    @FunctionalInterface
    public interface Line {
        /** Sends a line. */
        void send(String line) throws IOException;
    }

    /**
     * A connection on which nothing was sent yet.
     *
     * @param version the value of {@code version}, as {@code query-version} returns it
     * @param table what can be asked beside what belongs to the protocol
     * @param events what can happen
     * @param afterEachAnswer done after each answer was sent, or could not be
     */
    public QmpConnection(
            JsonObject version,
            List<Command> table,
            List<EventType> events,
            Line line,
            Runnable afterEachAnswer,
            Clock clock) {
        this.version = version;
        this.events = List.copyOf(events);
        this.line = line;
        this.afterEachAnswer = afterEachAnswer;
        this.clock = clock;
        protocol().forEach(command -> commands.put(command.name(), command));
        table.forEach(command -> commands.put(command.name(), command));
    }

    private List<Command> protocol() {
        return List.of(
                new Command(
                        NEGOTIATE,
                        List.of(Parameter.optional("enable", Type.CAPABILITIES)),
                        Shape.NOTHING,
                        this::negotiate),
                Command.query("query-version", VERSION, () -> version),
                Command.query(
                        "query-commands", Shape.items(Shape.object(Shape.member("name", Shape.TEXT))), this::names),
                Command.query("query-qmp-schema", Schema.SHAPE, () -> Schema.of(commands.values(), events)));
    }

    /** Says the first word. */
    public void greet() throws IOException {
        JsonObject greeting = new JsonObject();
        greeting.add("version", version);
        greeting.add("capabilities", new JsonArray());
        send("QMP", greeting);
    }

    /** Takes what came from the client and answers to each request that is complete. */
    public void receive(ByteBuffer bytes) throws IOException {
        try {
            stream.feed(bytes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Sends an event; not before the client is ready for it (QEMU, docs/interop/qmp-spec.rst, "Capabilities
     * Negotiation").
     */
    public void send(Event event) throws IOException {
        if (negotiated) {
            send(event.json(clock.instant()));
        }
    }

    private void request(JsonPiece text) {
        JsonElement value;
        try {
            value = JsonText.parse(text);
        } catch (QmpException e) {
            refuse(e);
            return;
        }
        JsonObject answer = answer(value);
        if (value.isJsonObject() && value.getAsJsonObject().has(QmpRequest.ID)) {
            answer.add(QmpRequest.ID, value.getAsJsonObject().get(QmpRequest.ID));
        }
        reply(answer);
    }

    private JsonObject answer(JsonElement value) {
        JsonObject answer = new JsonObject();
        try {
            answer.add("return", run(QmpRequest.of(value)));
        } catch (QmpException e) {
            answer.add("error", e.json());
        } catch (CloisterException e) {
            answer.add("error", ErrorClass.GENERIC.json(e.problem().message()));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a command of the monitor failed", e);
            answer.add("error", ErrorClass.GENERIC.json("this is a defect of cloister: " + e));
        }
        return answer;
    }

    private JsonElement run(QmpRequest request) {
        Command command = commands.get(request.command());
        if (!negotiated && !request.command().equals(NEGOTIATE)) {
            throw ErrorClass.COMMAND_NOT_FOUND.error("Expecting capabilities negotiation with '" + NEGOTIATE + "'");
        }
        if (command == null) {
            throw ErrorClass.COMMAND_NOT_FOUND.error("The command " + request.command() + " has not been found");
        }
        return command.run(request.arguments());
    }

    private JsonElement negotiate(Arguments arguments) {
        if (negotiated) {
            throw ErrorClass.COMMAND_NOT_FOUND.error("Capabilities negotiation is already complete, command ignored");
        }
        List<JsonElement> wanted = arguments.optionalItems("enable").orElse(List.of());
        if (!wanted.isEmpty()) {
            Type.STRING.check("enable[0]", wanted.get(0));
            throw ErrorClass.GENERIC.error("Capability " + wanted.get(0).getAsString() + " not available");
        }
        negotiated = true;
        return new JsonObject();
    }

    private JsonElement names() {
        JsonArray names = new JsonArray();
        commands.keySet().forEach(name -> {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", name);
            names.add(entry);
        });
        return names;
    }

    private void refuse(QmpException error) {
        JsonObject answer = new JsonObject();
        answer.add("error", error.json());
        reply(answer);
    }

    private void reply(JsonObject answer) {
        try {
            send(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            afterEachAnswer.run();
        }
    }

    private void send(String name, JsonObject value) throws IOException {
        JsonObject message = new JsonObject();
        message.add(name, value);
        send(message);
    }

    private void send(JsonObject message) throws IOException {
        line.send(GSON.toJson(message) + "\r\n");
    }
}
