// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.launch.Guest;

/**
 * The guests of a platform.
 *
 * @param guests in the order of the output
 * @param executions which of them were run
 * @param ended those that ended though nobody closed them
 */
public record GuestsReport(List<Guest> guests, ExecutionLog executions, List<EndedGuest> ended) {

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("guests", Json.array(guests, guest -> view(guest).row()));
        json.add("ended", Json.array(ended, GuestsReport::row));
        return json;
    }

    private static JsonObject row(EndedGuest guest) {
        JsonObject json = new JsonObject();
        json.addProperty("id", guest.id());
        json.addProperty("type", guest.type().name());
        json.addProperty("platform", guest.platform());
        json.addProperty("trust", guest.trust().name());
        json.addProperty("code", guest.why().code());
        json.addProperty("reason", guest.why().message());
        json.addProperty("time", guest.when().toString());
        return json;
    }

    private GuestView view(Guest guest) {
        return new GuestView(guest, executions.of(guest));
    }

    /** For people, in lines. */
    public List<String> text() {
        Table table = new Table("").row("ID", "TYPE", "STATE", "PLATFORM", "TRUST", "EXECUTION");
        guests.forEach(guest -> view(guest).row(table));
        List<String> lines = new ArrayList<>(table.lines());
        if (!ended.isEmpty()) {
            lines.add("ended");
            Table reasons = new Table("  ");
            ended.forEach(guest -> reasons.row(
                    guest.when().toString(), guest.type().name(), guest.why().message()));
            lines.addAll(reasons.lines());
        }
        return lines;
    }

    /** Guests that were ended, as JSON. */
    public static JsonObject stopped(List<Guest> guests) {
        JsonArray names = new JsonArray();
        guests.forEach(guest -> names.add(guest.id()));
        JsonObject json = new JsonObject();
        json.add("stopped", names);
        return json;
    }
}
