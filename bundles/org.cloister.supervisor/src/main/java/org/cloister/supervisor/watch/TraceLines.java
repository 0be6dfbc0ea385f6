// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.watch;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.function.Consumer;

/**
 * Commands as lines of JSON.
 *
 * @param lines gets each, without an end
 */
public record TraceLines(Consumer<String> lines) implements CommandSink {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    @Override
    public void take(SeenCommand command) {
        JsonObject line = new JsonObject();
        line.addProperty("time", command.time().toString());
        line.addProperty("pid", command.process());
        command.machine().ifPresent(machine -> line.addProperty("vm", machine));
        line.addProperty("command", command.name());
        line.add("arguments", GSON.toJsonTree(command.arguments()));
        line.addProperty("errno", command.errno());
        command.status().ifPresent(status -> line.addProperty("status", Integer.toUnsignedLong(status)));
        line.addProperty("micros", command.micros());
        if (command.digest().length() > 0) {
            line.addProperty("digest", command.digest().hex());
        }
        lines.accept(GSON.toJson(line));
    }
}
