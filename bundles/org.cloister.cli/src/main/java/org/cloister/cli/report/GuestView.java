// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchReport;

/**
 * A guest as every command shows it: {@code launch}, {@code info} and {@code reset} as a whole, {@code list} in a row.
 *
 * @param execution how its run went
 * @param attestation its own statements, if they were requested
 * @param firmware what authenticated its measurement, if that has a code
 * @param verify the command by which the owner verifies that, if there is an owner
 */
public record GuestView(
        Guest guest,
        ExecutionReport execution,
        Optional<AttestResult> attestation,
        Optional<PlatformStatus> firmware,
        Optional<String> verify) {
    private static final String HELD =
            "its sender does not answer any more: when it is not there, 'resume' runs it here, and 'stop' ends it";

    /** A guest of a running platform. */
    public GuestView(Guest guest, ExecutionReport execution) {
        this(guest, execution, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** All of it as JSON. */
    public JsonObject json() {
        LaunchReport report = guest.report();
        JsonObject json = new JsonObject();
        JsonObject name = name();
        name.addProperty("execution", execution.ended());
        json.add("guest", name);
        JsonObject platform = new JsonObject();
        platform.addProperty("vmm", report.vmm());
        platform.addProperty("trust", report.trust().name());
        json.add("platform", platform);
        json.add("selection", LaunchJson.selection(report.selection()));
        report.measurement().ifPresent(value -> LaunchJson.measured(json, "measurement", value));
        report.expected().ifPresent(value -> LaunchJson.measured(json, "expected", value));
        firmware.ifPresent(status -> json.add("api", api(status)));
        attestation.ifPresent(value -> json.add("attestation", value.json()));
        json.add("policy", LaunchJson.policy(report.plan().policy()));
        json.addProperty("profile", report.plan().profile());
        json.add("properties", Json.object(new TreeMap<>(guest.properties())));
        json.add("steps", Json.array(report.steps(), LaunchJson::step));
        boolean asked = execution != ExecutionReport.NOT_ASKED;
        if (asked) {
            json.add("execution", execution.json());
        }
        json.add("notes", LaunchJson.strings(Notes.of(guest, asked)));
        return json;
    }

    private static JsonObject api(PlatformStatus status) {
        JsonObject api = new JsonObject();
        api.addProperty("major", status.apiMajor());
        api.addProperty("minor", status.apiMinor());
        api.addProperty("build", status.build());
        return api;
    }

    /** The firmware's version as {@code verify measurement} shows it. */
    public static String version(PlatformStatus status) {
        return status.apiMajor() + "." + status.apiMinor() + " build " + status.build();
    }

    /** Its row of a list as JSON. */
    JsonObject row() {
        JsonObject json = name();
        json.addProperty("platform", guest.report().vmm());
        json.addProperty("trust", guest.report().trust().name());
        json.addProperty("execution", execution.ended());
        return json;
    }

    private JsonObject name() {
        return name(guest);
    }

    /** Which guest it is, and where it stands. */
    static JsonObject name(Guest guest) {
        JsonObject json = new JsonObject();
        json.addProperty("id", guest.id());
        json.addProperty("type", guest.type().name());
        json.addProperty("state", Json.word(guest.state()));
        guest.reason().ifPresent(reason -> json.addProperty("reason", reason));
        return json;
    }

    /** Where it stands, for people. */
    static String state(Guest guest) {
        return Json.word(guest.state())
                + guest.reason().map(reason -> " (" + reason + ")").orElse("");
    }

    /** All of it for people, in lines. */
    public List<String> text() {
        LaunchReport report = guest.report();
        Table table = new Table("")
                .row("guest", guest.id() + ", " + guest.type() + ", " + state(guest))
                .row("platform", report.vmm() + ", " + report.trust())
                .row("execution", execution.text());
        LaunchText.plan(table, report.plan());
        report.measurement().ifPresent(value -> LaunchText.measurement(table, value, report.trust()));
        guest.reason().filter("held"::equals).ifPresent(held -> table.row("held", HELD));
        if (report.measurement().isEmpty()
                && guest.state() == GuestState.PAUSED
                && guest.reason().isEmpty()) {
            table.row("measurement", "not yet: guests of this type are measured when their launch is finished");
            report.expected().ifPresent(value -> LaunchText.expected(table, value));
        }
        firmware.ifPresent(status -> table.row("SEV API", version(status)));
        verify.ifPresent(command -> table.row("verify", command));
        attestation.ifPresent(value -> value.rows(table));
        List<String> lines = new ArrayList<>(table.lines());
        if (!guest.properties().isEmpty()) {
            lines.add("given");
            lines.addAll(LaunchText.given(guest.properties()).lines());
        }
        lines.add("considered");
        lines.addAll(CandidateTable.of(report.selection().candidates()).lines());
        lines.add("steps");
        lines.addAll(LaunchText.steps(report).lines());
        return lines;
    }

    /** Its row of a list for people. */
    void row(Table table) {
        table.row(
                guest.id(),
                guest.type().name(),
                state(guest),
                guest.report().vmm(),
                guest.report().trust().name(),
                execution.ended());
    }
}
