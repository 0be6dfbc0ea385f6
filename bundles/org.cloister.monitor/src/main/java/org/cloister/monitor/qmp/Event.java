// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened without being asked for.
 *
 * @param name as in QEMU's schema, such as {@code RESUME}
 * @param data the event's data; empty for nothing
 */
public record Event(String name, JsonObject data) {
    private static final int NANOS_A_MICRO = 1000;

    /** Checks that both parts are there. */
    public Event {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(data, "data");
    }

    /** One without data. */
    public static Event of(String name) {
        return new Event(name, new JsonObject());
    }

    JsonObject json(Instant now) {
        JsonObject time = new JsonObject();
        time.addProperty("seconds", now.getEpochSecond());
        time.addProperty("microseconds", now.getNano() / NANOS_A_MICRO);
        JsonObject json = new JsonObject();
        json.add("timestamp", time);
        json.addProperty("event", name);
        if (data.size() > 0) {
            json.add("data", data);
        }
        return json;
    }
}
