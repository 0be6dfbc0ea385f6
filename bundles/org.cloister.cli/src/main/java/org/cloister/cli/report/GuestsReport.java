// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.cloister.api.launch.Guest;

/**
 * The guests of a platform.
 *
 * @param guests in the order of the output
 * @param executions which of them were run
 */
public record GuestsReport(List<Guest> guests, ExecutionLog executions) {

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("guests", Json.array(guests, guest -> view(guest).row()));
        return json;
    }

    private GuestView view(Guest guest) {
        return new GuestView(guest, executions.of(guest));
    }

    /** For people, in lines. */
    public List<String> text() {
        Table table = new Table("").row("ID", "TYPE", "STATE", "PLATFORM", "TRUST", "EXECUTION");
        guests.forEach(guest -> view(guest).row(table));
        return table.lines();
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
