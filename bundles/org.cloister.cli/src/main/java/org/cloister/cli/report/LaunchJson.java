// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.TreeMap;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.Preview;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.Step;
import org.cloister.api.memory.MemoryRegion;

/** The answers of {@code launch} as JSON. */
public final class LaunchJson {
    private LaunchJson() {}

    /** A guest that was launched. */
    public static JsonObject of(Guest guest, ExecutionReport execution) {
        return of(guest, execution, Optional.empty());
    }

    /** A launched guest, with its attestation if that was requested. */
    public static JsonObject of(Guest guest, ExecutionReport execution, Optional<AttestResult> attestation) {
        LaunchReport report = guest.report();
        JsonObject json = new JsonObject();
        json.add("guest", guestObject(guest, execution));
        json.add("platform", platform(report));
        json.add("selection", selection(report.selection()));
        report.measurement().ifPresent(value -> json.add("measurement", measurement(value)));
        attestation.ifPresent(value -> json.add("attestation", value.json()));
        json.add("policy", policy(report.plan().policy()));
        json.addProperty("profile", report.plan().profile());
        json.add("properties", Json.object(new TreeMap<>(guest.properties())));
        json.add("steps", Json.array(report.steps(), LaunchJson::step));
        boolean asked = execution != ExecutionReport.NOT_ASKED;
        if (asked) {
            json.add("execution", execution.json());
        }
        json.add("notes", strings(Notes.of(guest, asked)));
        return json;
    }

    /** What a launch would do. */
    public static JsonObject of(Preview preview) {
        JsonObject json = new JsonObject();
        json.add("selection", selection(preview.selection()));
        preview.expected().ifPresent(value -> json.add("measurement", measurement(value)));
        json.add("policy", policy(preview.plan().policy()));
        json.addProperty("profile", preview.plan().profile());
        json.add("plan", plan(preview.plan()));
        json.add("notes", strings(preview.plan().notes()));
        return json;
    }

    private static JsonObject guestObject(Guest guest, ExecutionReport execution) {
        JsonObject json = new JsonObject();
        json.addProperty("id", guest.id());
        json.addProperty("type", guest.type().name());
        json.addProperty("state", Json.word(guest.state()));
        json.addProperty("execution", execution.ended());
        return json;
    }

    private static JsonObject platform(LaunchReport report) {
        JsonObject json = new JsonObject();
        json.addProperty("vmm", report.vmm());
        json.addProperty("trust", report.trust().name());
        return json;
    }

    private static JsonArray selection(Selection selection) {
        return Json.array(selection.candidates(), LaunchJson::candidate);
    }

    private static JsonObject candidate(Candidate candidate) {
        JsonObject json = new JsonObject();
        json.addProperty("type", candidate.type().name());
        json.addProperty("platform", candidate.platform());
        json.addProperty("eligible", candidate.eligible());
        json.addProperty("reason", candidate.reason());
        return json;
    }

    private static JsonObject measurement(Measurement measurement) {
        JsonObject json = new JsonObject();
        json.addProperty("algorithm", measurement.algorithm());
        json.addProperty("value", measurement.value().hex());
        json.addProperty("source", Json.word(measurement.source()));
        measurement.nonce().ifPresent(nonce -> json.addProperty("nonce", nonce.hex()));
        MeasurementAnswer.base64(measurement).ifPresent(answer -> json.addProperty("base64", answer));
        return json;
    }

    static JsonObject policy(GuestPolicy policy) {
        JsonObject json = new JsonObject();
        json.addProperty("value", Json.hex(policy.value()));
        json.add("bits", Json.object(policy.bits()));
        return json;
    }

    static JsonElement step(Step step) {
        JsonObject json = new JsonObject();
        json.addProperty("name", step.name());
        json.addProperty("micros", step.micros());
        return json;
    }

    private static JsonObject plan(LaunchPlan plan) {
        JsonObject json = new JsonObject();
        json.addProperty("type", plan.type().name());
        json.add("memory", Json.array(plan.memory(), LaunchJson::region));
        json.add("ranges", Json.array(plan.ranges(), LaunchJson::range));
        json.addProperty("vcpus", plan.vcpus().size());
        json.addProperty("vcpusMeasured", plan.vcpusMeasured());
        return json;
    }

    private static JsonObject region(MemoryRegion region) {
        JsonObject json = new JsonObject();
        json.addProperty("name", region.name());
        json.addProperty("gpa", Json.hex(region.gpa()));
        json.addProperty("size", region.size());
        return json;
    }

    static JsonObject range(InitialRange range) {
        JsonObject json = new JsonObject();
        json.addProperty("name", range.name());
        json.addProperty("gpa", Json.hex(range.gpa()));
        json.addProperty("size", range.size());
        json.addProperty("pageType", range.kind().name());
        return json;
    }

    private static JsonArray strings(Iterable<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
