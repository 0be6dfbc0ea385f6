// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.setting.AmdType;
import org.cloister.monitor.ObjectTree.Node;
import org.cloister.monitor.qmp.Arguments;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.ErrorClass;
import org.cloister.monitor.qmp.Parameter;
import org.cloister.monitor.qmp.Shape;
import org.cloister.monitor.qmp.Type;

/**
 * Commands about objects: the guest's protection, under the name that its caller gave it, its machine, and the folders
 * above them (QEMU, qapi/qom.json).
 */
final class ObjectCommands {
    private static final Parameter PATH = Parameter.required("path", Type.STRING);
    private static final String OBJECTS = "/objects";

    private final ObjectTree tree;

    ObjectCommands(MonitoredRun run, ObjectWords words) {
        MachineObjects machine = new MachineObjects(run.guest(), words);
        Map<String, Node> nodes = new HashMap<>();
        String protection = "";
        // What QEMU calls the protection of another vendor's guests, nobody knows
        if (AmdType.find(run.guest().type()).isPresent()) {
            GuestObject object = new GuestObject(run.guest(), words);
            protection = OBJECTS + "/" + words.id();
            nodes.put(protection, Node.of(object.type(), object.properties()));
            nodes.put(OBJECTS, Node.container(ObjectProperty.child(words.id(), object.type(), protection)));
        } else {
            nodes.put(OBJECTS, Node.container());
        }
        nodes.putAll(machine.nodes(protection));
        nodes.put(
                ObjectTree.ROOT,
                Node.container(
                        ObjectProperty.child("machine", machine.type(), MachineObjects.PATH),
                        ObjectProperty.child("objects", ObjectTree.CONTAINER, OBJECTS)));
        tree = new ObjectTree(nodes);
    }

    List<Command> table() {
        Shape listed = Shape.items(Shape.object(
                Shape.member("name", Shape.TEXT),
                Shape.member("type", Shape.TEXT),
                Shape.optional("description", Shape.TEXT),
                Shape.optional("default-value", Shape.ANY)));
        return List.of(
                new Command("qom-list", List.of(PATH), listed, this::list),
                new Command(
                        "qom-get", List.of(PATH, Parameter.required("property", Type.STRING)), Shape.ANY, this::get));
    }

    private JsonElement list(Arguments arguments) {
        JsonArray list = new JsonArray();
        tree.at(arguments.text("path")).properties().forEach(property -> {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", property.name());
            entry.addProperty("type", property.type());
            list.add(entry);
        });
        return list;
    }

    private JsonElement get(Arguments arguments) {
        Node node = tree.at(arguments.text("path"));
        String name = arguments.text("property");
        return node.property(name)
                .map(property -> property.value().get())
                .orElseThrow(() -> ErrorClass.GENERIC.error("Property '" + node.type() + "." + name + "' not found"));
    }
}
