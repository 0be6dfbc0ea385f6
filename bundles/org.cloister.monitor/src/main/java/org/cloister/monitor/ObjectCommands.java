// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cloister.monitor.GuestObject.Property;
import org.cloister.monitor.qmp.Arguments;
import org.cloister.monitor.qmp.Command;
import org.cloister.monitor.qmp.ErrorClass;
import org.cloister.monitor.qmp.Parameter;
import org.cloister.monitor.qmp.Shape;
import org.cloister.monitor.qmp.Type;

/**
 * Commands about objects: the guest's protection, under the name that its caller gave it, and the folders above it
 * (QEMU, qapi/qom.json; paths as object_resolve_path of qom/object.c reads them).
 */
final class ObjectCommands {
    private static final Parameter PATH = Parameter.required("path", Type.STRING);
    private static final String OBJECTS = "objects";
    private static final String CONTAINER = "container";

    /** An object with what it has; a child's value is its path. */
    private record Node(String type, List<Property> properties) {}

    /** By their absolute paths, without the first slash. */
    private final Map<List<String>, Node> nodes;

    ObjectCommands(MonitoredRun run, ObjectWords words) {
        GuestObject object = new GuestObject(run.guest(), words);
        nodes = Map.of(
                List.of(), container(child(OBJECTS, CONTAINER, "/" + OBJECTS)),
                List.of(OBJECTS), container(child(words.id(), object.type(), "/" + OBJECTS + "/" + words.id())),
                List.of(OBJECTS, words.id()), new Node(object.type(), object.properties()));
    }

    private static Node container(Property child) {
        return new Node(CONTAINER, List.of(new Property("type", "string", new JsonPrimitive(CONTAINER)), child));
    }

    private static Property child(String name, String type, String path) {
        return new Property(name, "child<" + type + ">", new JsonPrimitive(path));
    }

    List<Command> table() {
        Shape listed = Shape.items(Shape.object(Shape.member("name", Shape.TEXT), Shape.member("type", Shape.TEXT)));
        return List.of(
                new Command("qom-list", List.of(PATH), listed, this::list),
                new Command(
                        "qom-get", List.of(PATH, Parameter.required("property", Type.STRING)), Shape.ANY, this::get));
    }

    private JsonElement list(Arguments arguments) {
        JsonArray list = new JsonArray();
        node(arguments.text("path")).properties().forEach(property -> {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", property.name());
            entry.addProperty("type", property.type());
            list.add(entry);
        });
        return list;
    }

    private JsonElement get(Arguments arguments) {
        Node node = node(arguments.text("path"));
        String name = arguments.text("property");
        return node.properties().stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .map(property -> property.value().get())
                .orElseThrow(() -> ErrorClass.GENERIC.error("Property '" + node.type() + "." + name + "' not found"));
    }

    /** An absolute path, or the end of one where no other object's path ends so. */
    private Node node(String path) {
        List<String> parts = new ArrayList<>(Arrays.asList(path.split("/")));
        parts.removeIf(String::isEmpty);
        if (path.isEmpty()) {
            throw ErrorClass.GENERIC.error("Path '' is ambiguous");
        }
        return nodes.entrySet().stream()
                .filter(entry -> path.startsWith("/") ? entry.getKey().equals(parts) : endsWith(entry.getKey(), parts))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElseThrow(() -> ErrorClass.DEVICE_NOT_FOUND.error("Device '" + path + "' not found"));
    }

    private static boolean endsWith(List<String> whole, List<String> end) {
        int before = whole.size() - end.size();
        return before >= 0 && whole.subList(before, whole.size()).equals(end);
    }
}
