// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Numbers;
import org.cloister.api.OnOff;
import org.cloister.owner.DigestMatch;

/** The ways of launching that a search for a digest has found. */
public final class MatchReport {
    private MatchReport() {}

    /** For people, a line each. */
    public static List<String> lines(List<DigestMatch> matches) {
        Table table = new Table("").row("profile", "vcpus", "features", "kernel hashes", "signature", "vcpu types");
        for (DigestMatch match : matches) {
            table.row(
                    match.profile(),
                    match.vcpus() == 0 ? "any" : Integer.toString(match.vcpus()),
                    Numbers.hex(match.guestFeatures()),
                    OnOff.text(match.kernelHashes()),
                    match.signature().map(signature -> Numbers.hex(signature)).orElse("any"),
                    match.signature().isEmpty() ? "any" : String.join(" ", match.vcpuTypes()));
        }
        return table.lines();
    }

    /** For programs. */
    public static JsonObject json(GuestType type, Bytes observed, List<DigestMatch> matches) {
        JsonObject json = new JsonObject();
        json.addProperty("type", type.name());
        json.addProperty("digest", observed.hex());
        json.add("matches", Json.array(matches, MatchReport::json));
        return json;
    }

    private static JsonObject json(DigestMatch match) {
        JsonObject json = new JsonObject();
        json.addProperty("profile", match.profile());
        json.addProperty("vcpus", match.vcpus());
        json.addProperty("guestFeatures", Numbers.hex(match.guestFeatures()));
        json.addProperty("kernelHashes", match.kernelHashes());
        match.signature().ifPresent(signature -> json.addProperty("vcpuSignature", Numbers.hex(signature)));
        json.add("vcpuTypes", Json.array(match.vcpuTypes(), JsonPrimitive::new));
        return json;
    }
}
