// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.Shape;

/** Commands about a guest of whatever type (QEMU, qapi/run-state.json, qapi/misc.json, qapi/control.json). */
final class GuestCommands {
    private static final Shape STATUS = Shape.object(
            Shape.member("running", Shape.SWITCH),
            Shape.member(
                    "status",
                    Shape.words(Arrays.stream(QmpRunState.values())
                            .map(QmpRunState::word)
                            .toArray(String[]::new))));

    private final MonitoredRun run;

    GuestCommands(MonitoredRun run) {
        this.run = run;
    }

    List<Command> table() {
        return List.of(
                Command.query("query-status", STATUS, this::status),
                Command.query("query-name", Shape.object(Shape.optional("name", Shape.TEXT)), this::name),
                Command.action("cont", run::cont),
                Command.action("stop", run::stop),
                Command.action("system_reset", run::reset),
                Command.action("quit", run::quit));
    }

    private JsonElement status() {
        QmpRunState state = run.state();
        JsonObject status = new JsonObject();
        status.addProperty("status", state.word());
        status.addProperty("running", state == QmpRunState.RUNNING);
        return status;
    }

    private JsonElement name() {
        JsonObject name = new JsonObject();
        name.addProperty("name", run.guest().id());
        return name;
    }
}
