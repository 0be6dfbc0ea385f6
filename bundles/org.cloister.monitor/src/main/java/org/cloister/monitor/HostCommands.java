// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.launch.Guest;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.Shape;

/** Commands about what carries the guest (QEMU, qapi/accelerator.json and qapi/machine.json). */
final class HostCommands {
    private static final Shape ACCELERATOR =
            Shape.object(Shape.member("enabled", Shape.SWITCH), Shape.member("present", Shape.SWITCH));

    private static final Shape PROCESSORS = Shape.items(Shape.object(
            Shape.member("cpu-index", Shape.NUMBER),
            Shape.member("qom-type", Shape.TEXT),
            Shape.member("qom-path", Shape.TEXT),
            Shape.member("thread-id", Shape.NUMBER),
            Shape.optional(
                    "props",
                    Shape.object(
                            Shape.optional("socket-id", Shape.NUMBER),
                            Shape.optional("core-id", Shape.NUMBER),
                            Shape.optional("thread-id", Shape.NUMBER))),
            Shape.member("target", Shape.words("x86_64"))));

    private final Guest guest;
    private final MachineObjects machine;

    HostCommands(MonitoredRun run, MachineObjects machine) {
        this.guest = run.guest();
        this.machine = machine;
    }

    List<Command> table() {
        return List.of(
                Command.query("query-kvm", ACCELERATOR, this::kvm).marked(Shape.DEPRECATED),
                Command.query("query-cpus-fast", PROCESSORS, this::processors));
    }

    /** Whether the guest is one of KVM's, as every SEV guest is: on the software platform KVM's side is in software. */
    boolean isKvms() {
        return AmdType.find(guest.type()).isPresent();
    }

    private JsonElement kvm() {
        JsonObject json = new JsonObject();
        json.addProperty("enabled", isKvms());
        json.addProperty("present", isKvms());
        return json;
    }

    private JsonElement processors() {
        JsonArray all = new JsonArray();
        for (int index = 0; index < guest.report().plan().vcpus().size(); index++) {
            all.add(processor(index));
        }
        return all;
    }

    /**
     * Each is a core of one socket, as with {@code -smp N}. No processor has a thread for itself here: as QEMU does in
     * that case, all name the process.
     */
    private JsonElement processor(int index) {
        JsonObject place = new JsonObject();
        place.addProperty("core-id", index);
        place.addProperty("thread-id", 0);
        place.addProperty("socket-id", 0);
        JsonObject json = new JsonObject();
        json.addProperty("thread-id", ProcessHandle.current().pid());
        json.addProperty("qom-type", machine.processorType());
        json.add("props", place);
        json.addProperty("qom-path", MachineObjects.processor(index));
        json.addProperty("cpu-index", index);
        json.addProperty("target", "x86_64");
        return json;
    }
}
