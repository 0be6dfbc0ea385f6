// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.monitor.qmp.ErrorClass;

/**
 * Objects by their paths, found as QEMU finds them: from the root, or by the end of a path where only one object has it
 * (QEMU, qom/object.c, object_resolve_path_type). Immutable.
 */
final class ObjectTree {
    static final String ROOT = "/";
    /** What an object is that has others and nothing else. */
    static final String CONTAINER = "container";

    /**
     * An object.
     *
     * @param type QEMU's name for its class
     * @param properties all that it has, its type first
     */
    record Node(String type, List<ObjectProperty> properties) {
        /** Puts its type before what else it has. */
        static Node of(String type, List<ObjectProperty> others) {
            List<ObjectProperty> all = new ArrayList<>();
            all.add(ObjectProperty.text("type", type));
            all.addAll(others);
            return new Node(type, List.copyOf(all));
        }

        static Node container(ObjectProperty... children) {
            return of(CONTAINER, List.of(children));
        }

        Optional<ObjectProperty> property(String name) {
            return properties.stream().filter(one -> one.name().equals(name)).findFirst();
        }
    }

    private final Map<String, Node> nodes;

    ObjectTree(Map<String, Node> nodes) {
        this.nodes = Map.copyOf(nodes);
    }

    /**
     * An object by its path, through children and links.
     *
     * @throws org.cloister.monitor.qmp.QmpException where there is none, or more than one whose path ends so
     */
    Node at(String path) {
        List<String> parts = new ArrayList<>(Arrays.asList(path.split("/")));
        parts.removeIf(String::isEmpty);
        List<Node> found = path.startsWith(ROOT)
                ? walk(nodes.get(ROOT), parts).stream().toList()
                : nodes.values().stream()
                        .map(from -> walk(from, parts))
                        .flatMap(Optional::stream)
                        .toList();
        if (found.size() > 1) {
            throw ErrorClass.GENERIC.error("Path '" + path + "' is ambiguous");
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> ErrorClass.DEVICE_NOT_FOUND.error("Device '" + path + "' not found"));
    }

    private Optional<Node> walk(Node from, List<String> parts) {
        Optional<Node> here = Optional.of(from);
        for (String part : parts) {
            here = here.flatMap(node -> node.property(part))
                    .filter(ObjectProperty::leads)
                    .map(property -> nodes.get(property.value().get().getAsString()));
        }
        return here;
    }
}
