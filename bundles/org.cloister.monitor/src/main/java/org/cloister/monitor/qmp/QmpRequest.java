// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;

/**
 * What a client asks for.
 *
 * @param command the command's name
 * @param arguments what it is given
 */
record QmpRequest(String command, JsonObject arguments) {
    /** The members that a request may have (QEMU, docs/interop/qmp-spec.rst, "Issuing Commands"). */
    static final String ID = "id";

    private static final String EXECUTE = "execute";
    private static final String ARGUMENTS = "arguments";

    static QmpRequest of(JsonElement value) {
        if (!value.isJsonObject()) {
            throw refused("must be a JSON object");
        }
        JsonObject object = value.getAsJsonObject();
        for (Map.Entry<String, JsonElement> member : object.entrySet()) {
            check(member.getKey(), member.getValue());
        }
        if (!object.has(EXECUTE)) {
            throw refused("lacks member '" + EXECUTE + "'");
        }
        JsonElement arguments = object.has(ARGUMENTS) ? object.get(ARGUMENTS) : new JsonObject();
        return new QmpRequest(object.get(EXECUTE).getAsString(), arguments.getAsJsonObject());
    }

    private static void check(String name, JsonElement value) {
        switch (name) {
            case ID -> {}
            case EXECUTE -> {
                if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
                    throw refused("member '" + EXECUTE + "' must be a string");
                }
            }
            case ARGUMENTS -> {
                if (!value.isJsonObject()) {
                    throw refused("member '" + ARGUMENTS + "' must be an object");
                }
            }
            default -> throw refused("member '" + name + "' is unexpected");
        }
    }

    private static QmpException refused(String why) {
        return ErrorClass.GENERIC.error("QMP input " + why);
    }
}
