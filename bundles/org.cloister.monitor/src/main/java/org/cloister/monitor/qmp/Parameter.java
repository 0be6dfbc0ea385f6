// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Objects;

/**
 * A parameter of a command. Immutable.
 *
 * @param name as in QEMU's schema
 * @param type what values it takes
 * @param required whether it has to be given
 */
public record Parameter(String name, Type type, boolean required) {
    /** Checks that all parts are there. */
    public Parameter {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }

    /** One that has to be given. */
    public static Parameter required(String name, Type type) {
        return new Parameter(name, type, true);
    }

    /** One that may be left out. */
    public static Parameter optional(String name, Type type) {
        return new Parameter(name, type, false);
    }

    void check(JsonObject arguments) {
        JsonElement value = arguments.get(name);
        if (value != null) {
            type.check(name, value);
        } else if (required) {
            throw ErrorClass.GENERIC.error("Parameter '" + name + "' is missing");
        }
    }
}
