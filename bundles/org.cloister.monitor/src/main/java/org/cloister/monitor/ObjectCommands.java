// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.cloister.monitor.qmp.Arguments;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.ErrorClass;
import org.cloister.monitor.qmp.Parameter;
import org.cloister.monitor.qmp.Type;

/** Commands about objects, of which there is one: the guest's protection (QEMU, qapi/qom.json). */
final class ObjectCommands {
    private static final Parameter PATH = Parameter.required("path", Type.STRING);
    /**
     * The usual names of the object in QEMU's documentation and as libvirt chooses it, each as a path and as a part of
     * one.
     */
    private static final Set<String> PATHS =
            Set.of("/objects/sev0", "objects/sev0", "sev0", "/objects/lsec0", "objects/lsec0", "lsec0");

    private final GuestObject object;

    ObjectCommands(MonitoredRun run) {
        object = new GuestObject(run.guest());
    }

    List<Command> table() {
        return List.of(
                new Command("qom-list", List.of(PATH), this::list),
                new Command("qom-get", List.of(PATH, Parameter.required("property", Type.STRING)), this::get));
    }

    private JsonElement list(Arguments arguments) {
        require(arguments.text("path"));
        JsonArray list = new JsonArray();
        object.properties().forEach(property -> {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", property.name());
            entry.addProperty("type", property.type());
            list.add(entry);
        });
        return list;
    }

    private JsonElement get(Arguments arguments) {
        require(arguments.text("path"));
        String name = arguments.text("property");
        return object.get(name)
                .orElseThrow(() -> ErrorClass.GENERIC.error("Property '" + object.type() + "." + name + "' not found"));
    }

    private static void require(String path) {
        if (!PATHS.contains(path)) {
            throw ErrorClass.DEVICE_NOT_FOUND.error("Device '" + path + "' not found");
        }
    }
}
