// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cloister.api.Numbers;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.Preview;

/** What a launch is made of for people, and the answer of one that was only tried. */
public final class LaunchText {
    private static final int LONGEST = 64;

    private LaunchText() {}

    /** What a launch would do, in lines. */
    public static List<String> of(Preview preview) {
        LaunchPlan plan = preview.plan();
        Table table = new Table("")
                .row("type", plan.type().name())
                .row("vcpus", plan.vcpus().size() + (plan.vcpusMeasured() ? ", measured" : ", not measured"));
        plan(table, plan);
        preview.expected().ifPresent(value -> measurement(table, value, Trust.HARDWARE));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("considered");
        lines.addAll(CandidateTable.of(preview.selection().candidates()).lines());
        lines.add("memory");
        lines.addAll(memory(plan).lines());
        lines.add("put in, in this order");
        lines.addAll(ranges(plan).lines());
        return lines;
    }

    static void plan(Table table, LaunchPlan plan) {
        table.row("profile", plan.profile()).row("policy", policy(plan.policy()));
        plan.policy().fields().forEach(field -> table.row("", field.name() + " " + field.text()));
    }

    private static String policy(GuestPolicy policy) {
        String bits = policy.bits().entrySet().stream()
                .map(bit -> bit.getKey() + "=" + bit.getValue())
                .collect(Collectors.joining(","));
        return bits.isEmpty() ? Numbers.hex(policy.value()) : Numbers.hex(policy.value()) + " " + bits;
    }

    /** What a guest that is not measured yet will be measured as. */
    static void expected(Table table, Measurement measurement) {
        measurement(table, "expected", measurement, Trust.HARDWARE);
    }

    static void measurement(Table table, Measurement measurement, Trust trust) {
        measurement(table, "measurement", measurement, trust);
    }

    private static void measurement(Table table, String name, Measurement measurement, Trust trust) {
        table.row(name, measurement.value().hex());
        table.row("", measurement.algorithm() + ", " + worth(measurement.source(), trust));
        measurement.registers().forEach(register -> register(table, register));
        measurement.nonce().ifPresent(nonce -> table.row("nonce", nonce.hex()));
        MeasurementAnswer.base64(measurement).ifPresent(answer -> table.row("base64", answer));
    }

    private static void register(Table table, MeasuredRegister register) {
        table.row(register.name(), register.value().hex());
        String source = switch (register.source()) {
            case FIRMWARE -> "measured";
            case HOST -> "said by the host";
            case GUEST -> "of the guest";
            case COMPUTED -> "computed";
        };
        String hash = register.algorithm().isEmpty() ? "" : register.algorithm() + ", ";
        String then = register.extended() ? "; the guest goes on extending it" : "";
        table.row("", hash + source + then);
    }

    private static String worth(Measurement.Source source, Trust trust) {
        if (source == Measurement.Source.COMPUTED) {
            return "computed; proof of nothing";
        }
        if (source == Measurement.Source.SENDER) {
            return "as who sent the guest says; proof of nothing";
        }
        return switch (trust) {
            case HARDWARE -> "measured by this host's firmware";
            case EMULATED -> "measured by emulated firmware; proof of nothing";
            case DELEGATED -> "as another program says";
        };
    }

    /** As it was given; the whole of what is long is in JSON. */
    static Table given(Map<String, String> properties) {
        Table table = new Table("  ");
        new TreeMap<>(properties)
                .forEach((name, value) -> table.row(
                        name,
                        value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "… of " + value.length()));
        return table;
    }

    static Table steps(LaunchReport report) {
        Table table = new Table("  ");
        report.steps()
                .forEach(step -> table.row(step.name(), String.format(Locale.ROOT, "%.1f ms", step.micros() / 1000.0)));
        return table;
    }

    private static Table memory(LaunchPlan plan) {
        Table table = new Table("  ");
        plan.memory()
                .forEach(region -> table.row(Numbers.hex(region.gpa()), Numbers.hex(region.size()), region.name()));
        return table;
    }

    private static Table ranges(LaunchPlan plan) {
        Table table = new Table("  ");
        plan.ranges()
                .forEach(range -> table.row(
                        Numbers.hex(range.gpa()),
                        Numbers.hex(range.size()),
                        range.kind().name(),
                        range.name()));
        return table;
    }
}
