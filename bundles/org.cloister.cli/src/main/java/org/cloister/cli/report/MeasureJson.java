// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Numbers;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.owner.ExpectedMeasurement;

/** The answers of {@code measure} as JSON. */
public final class MeasureJson {
    private MeasureJson() {}

    /** The expected digest and what goes into it. */
    public static JsonObject of(ExpectedMeasurement expected, DigestFormat format) {
        JsonObject json = new JsonObject();
        json.addProperty("type", expected.type().name());
        json.addProperty("algorithm", expected.algorithm());
        json.addProperty("digest", format.text(expected.digest()));
        json.addProperty("profile", expected.profile());
        json.add("pages", Json.array(expected.pages(), page -> page(page, format)));
        return json;
    }

    /**
     * As {@link #of(ExpectedMeasurement, DigestFormat)}, from the plan of a type whose pages only its backend knows:
     * its ranges.
     */
    public static JsonObject of(LaunchPlan plan, Measurement measurement, DigestFormat format) {
        JsonObject json = new JsonObject();
        json.addProperty("type", plan.type().name());
        json.addProperty("algorithm", measurement.algorithm());
        json.addProperty("digest", format.text(measurement.value()));
        if (!measurement.registers().isEmpty()) {
            json.add("registers", LaunchJson.registers(measurement));
        }
        json.addProperty("profile", plan.profile());
        json.add("pages", Json.array(plan.ranges(), LaunchJson::range));
        return json;
    }

    /** The digest after the firmware alone. */
    public static JsonObject ofFirmware(GuestType type, Bytes hash, DigestFormat format) {
        JsonObject json = new JsonObject();
        json.addProperty("type", type.name());
        json.addProperty("algorithm", ExpectedMeasurement.SNP_ALGORITHM);
        json.addProperty("firmwareHash", format.text(hash));
        return json;
    }

    private static JsonObject page(MeasuredPage page, DigestFormat format) {
        JsonObject json = new JsonObject();
        json.addProperty("name", page.name());
        json.addProperty("gpa", Numbers.hex(page.gpa()));
        json.addProperty("size", page.size());
        json.addProperty("pageType", page.kind().name());
        page.digest().ifPresent(digest -> json.addProperty("digest", format.text(digest)));
        return json;
    }
}
