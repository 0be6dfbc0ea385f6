// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.SendReport;

/**
 * How a guest moved.
 *
 * @param sent what the sender tells; empty for who receives
 * @param total how long it took
 * @param there its name at the receiver; empty where nobody named it
 * @param execution how its run went after that, if it was run
 */
public record MoveReport(
        Guest guest, Optional<SendReport> sent, Duration total, String there, Optional<ExecutionReport> execution) {
    private static final double MEBIBYTE = 1 << 20;
    private static final double SECOND = 1e9;
    private static final double MILLI = 1e6;

    /** Of a guest that was sent. */
    public static MoveReport sent(Guest guest, SendReport report) {
        return new MoveReport(guest, Optional.of(report), report.total(), "", Optional.empty());
    }

    /** Of one that was received. */
    public static MoveReport received(Guest guest, long nanos) {
        return new MoveReport(guest, Optional.empty(), Duration.ofNanos(nanos), "", Optional.empty());
    }

    /** With its name at the receiver. */
    public MoveReport there(String name) {
        return new MoveReport(guest, sent, total, name, execution);
    }

    /** With how its run went, where it was run. */
    public MoveReport executed(Optional<ExecutionReport> run) {
        return new MoveReport(guest, sent, total, there, run);
    }

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("guest", GuestView.name(guest));
        sent.ifPresent(report -> {
            JsonObject receiver = new JsonObject();
            receiver.addProperty("pdh", report.receiver().hex());
            if (!there.isEmpty()) {
                receiver.addProperty("guest", there);
            }
            json.add("receiver", receiver);
            json.addProperty("bytes", report.bytes());
        });
        JsonObject millis = new JsonObject();
        millis.addProperty("total", total.toNanos() / MILLI);
        sent.ifPresent(
                report -> millis.addProperty("downtime", report.downtime().toNanos() / MILLI));
        json.add("millis", millis);
        execution.ifPresent(run -> json.add("execution", run.json()));
        guest.report().measurement().ifPresent(value -> json.add("measurement", LaunchJson.measurement(value)));
        return json;
    }

    /**
     * For people, in lines.
     *
     * @param what was done with it
     */
    public List<String> text(String what) {
        Table table = new Table("").row(what, guest.id() + ", " + guest.type() + ", " + GuestView.state(guest));
        sent.ifPresent(report -> {
            table.row("receiver", report.receiver().hex() + " (SHA-256 of its PDH)");
            if (!there.isEmpty()) {
                table.row("there", there + ", running");
            }
            double mebibytes = report.bytes() / MEBIBYTE;
            table.row("sent", format("%.1f MiB, %.0f MiB/s", mebibytes, mebibytes * SECOND / total.toNanos()));
        });
        String down = sent.map(report -> format(
                        ", of it %.1f ms without the guest", report.downtime().toNanos() / MILLI))
                .orElse("");
        table.row("took", format("%.1f ms", total.toNanos() / MILLI) + down);
        execution.ifPresent(run -> table.row("execution", run.text()));
        guest.report()
                .measurement()
                .ifPresent(value ->
                        LaunchText.measurement(table, value, guest.report().trust()));
        return table.lines();
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
