// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.cloister.api.Numbers;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PolicyField;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Preview;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.Step;
import org.cloister.api.memory.MemoryRegion;

/** What a launch is made of as JSON, and the answer of one that was only tried. */
public final class LaunchJson {
    private LaunchJson() {}

    /** What a launch would do. */
    public static JsonObject of(Preview preview) {
        JsonObject json = new JsonObject();
        json.add("selection", selection(preview.selection()));
        preview.expected().ifPresent(value -> measured(json, "measurement", value));
        json.add("policy", policy(preview.plan().policy()));
        json.addProperty("profile", preview.plan().profile());
        json.add("plan", plan(preview.plan()));
        json.add("notes", strings(preview.plan().notes()));
        return json;
    }

    static JsonArray selection(Selection selection) {
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

    /** A measurement by its name, with the registers of a type that has several beside it. */
    static void measured(JsonObject json, String name, Measurement measurement) {
        json.add(name, measurement(measurement));
        if (!measurement.registers().isEmpty()) {
            json.add("registers", registers(measurement));
        }
    }

    static JsonArray registers(Measurement measurement) {
        return Json.array(measurement.registers(), LaunchJson::register);
    }

    private static JsonObject register(MeasuredRegister register) {
        JsonObject json = new JsonObject();
        json.addProperty("name", register.name());
        json.addProperty("algorithm", register.algorithm());
        json.addProperty("value", register.value().hex());
        json.addProperty("source", Json.word(register.source()));
        json.addProperty("extended", register.extended());
        return json;
    }

    static JsonObject measurement(Measurement measurement) {
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
        json.addProperty("value", Numbers.hex(policy.value()));
        json.add("bits", Json.object(policy.bits()));
        if (!policy.fields().isEmpty()) {
            json.add("fields", Json.array(policy.fields(), LaunchJson::field));
        }
        return json;
    }

    private static JsonObject field(PolicyField field) {
        JsonObject json = new JsonObject();
        json.addProperty("name", field.name());
        json.addProperty("width", field.width());
        json.addProperty("value", field.text());
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
        json.addProperty("gpa", Numbers.hex(region.gpa()));
        json.addProperty("size", region.size());
        return json;
    }

    static JsonObject range(InitialRange range) {
        JsonObject json = new JsonObject();
        json.addProperty("name", range.name());
        json.addProperty("gpa", Numbers.hex(range.gpa()));
        json.addProperty("size", range.size());
        json.addProperty("pageType", range.kind().name());
        return json;
    }

    static JsonArray strings(Iterable<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
