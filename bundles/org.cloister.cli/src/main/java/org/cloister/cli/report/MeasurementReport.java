// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Numbers;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.measurement.MeasurementVerifier;

/** The verdicts of {@code verify measurement}. */
public final class MeasurementReport {
    private static final String REASON =
            "measurement: the platform measured something else, or firmware, kernel, vCPUs,"
                    + " profile, policy, API, build or TIK are not those of this launch; destroy the guest";

    private MeasurementReport() {}

    /** What the error stream has of a verdict: why it is negative, or nothing. */
    public static List<String> complaints(boolean passed) {
        return passed ? List.of() : List.of("verdict " + verdict(false) + ": " + REASON);
    }

    /**
     * The verdict with its reason and what it is about; when it is positive, how a secret is packed too.
     *
     * @param tik name of the file of the integrity key
     */
    public static List<String> lines(
            boolean passed, MeasurementVerifier expected, ClaimedMeasurement claimed, String tik) {
        List<String> lines = new ArrayList<>();
        lines.add("verdict " + verdict(passed) + "  " + (passed ? "the platform measured what is expected" : REASON));
        Table table = new Table("")
                .row("launch digest", expected.launchDigest().hex())
                .row(
                        "policy",
                        expected.policy() + "  "
                                + expected.policy().toGuestPolicy().bits())
                .row("SEV API", expected.apiMajor() + "." + expected.apiMinor() + " build " + expected.build())
                .row("nonce", claimed.nonce().hex());
        if (expected.reserved() != 0) {
            table.row("reserved", Numbers.hex(expected.reserved()) + " in the policy, of which nothing is known");
        }
        if (passed) {
            String measurement = MeasurementAnswer.base64(claimed.code(), claimed.nonce());
            table.row("secret", OwnersCommands.pack(tik, measurement, expected.apiMajor(), expected.apiMinor()));
        }
        lines.addAll(table.lines());
        return lines;
    }

    /** The same as JSON. */
    public static JsonObject json(boolean passed, MeasurementVerifier expected, ClaimedMeasurement claimed) {
        JsonObject api = new JsonObject();
        api.addProperty("major", expected.apiMajor());
        api.addProperty("minor", expected.apiMinor());
        api.addProperty("build", expected.build());
        JsonObject json = new JsonObject();
        json.addProperty("verdict", verdict(passed));
        json.addProperty("launchDigest", expected.launchDigest().hex());
        json.addProperty("measurement", claimed.code().hex());
        json.addProperty("nonce", claimed.nonce().hex());
        json.add("policy", LaunchJson.policy(expected.policy().toGuestPolicy()));
        if (expected.reserved() != 0) {
            json.addProperty("policyReserved", Numbers.hex(expected.reserved()));
        }
        json.add("api", api);
        return json;
    }

    private static String verdict(boolean passed) {
        return passed ? "pass" : "fail";
    }
}
