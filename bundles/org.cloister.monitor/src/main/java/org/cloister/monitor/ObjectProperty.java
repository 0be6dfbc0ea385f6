// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A property of an object as {@code qom-list} tells it (QEMU, qapi/qom.json, ObjectPropertyInfo).
 *
 * @param name QEMU's name for it
 * @param type QEMU's name for its type
 * @param value its value now; a path where it {@linkplain #leads leads} to an object
 */
record ObjectProperty(String name, String type, Supplier<JsonElement> value) {
    private static final String CHILD = "child<";
    private static final String LINK = "link<";

    ObjectProperty {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "value");
    }

    /** One whose value stays the same. */
    ObjectProperty(String name, String type, JsonElement value) {
        this(name, type, () -> value);
    }

    static ObjectProperty text(String name, String value) {
        return new ObjectProperty(name, "string", new JsonPrimitive(value));
    }

    static ObjectProperty flag(String name, boolean value) {
        return new ObjectProperty(name, "bool", new JsonPrimitive(value));
    }

    static ObjectProperty number(String name, String type, long value) {
        return new ObjectProperty(name, type, new JsonPrimitive(value));
    }

    /** An object that belongs to this one. */
    static ObjectProperty child(String name, String type, String path) {
        return new ObjectProperty(name, CHILD + type + ">", new JsonPrimitive(path));
    }

    /**
     * An object that belongs to another.
     *
     * @param path empty where there is none
     */
    static ObjectProperty link(String name, String type, String path) {
        return new ObjectProperty(name, LINK + type + ">", new JsonPrimitive(path));
    }

    /** Whether a path may go on through it. */
    boolean leads() {
        return type.startsWith(CHILD) || type.startsWith(LINK);
    }
}
