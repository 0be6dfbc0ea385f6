// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.verify.VerificationResult;

/**
 * A verdict as an EAT attestation result (EAR), without a signature: the claims that veraison and trustee exchange.
 */
public final class EarJson {
    private static final String PROFILE = "tag:github.com,2023:veraison/ear";

    private final VerificationResult result;

    private EarJson(VerificationResult result) {
        this.result = result;
    }

    /**
     * The claims.
     *
     * @param evidence what the report came in
     * @param verifier the program with its version
     * @param issued when
     */
    public static JsonObject of(VerificationResult result, ReportEvidence evidence, String verifier, Instant issued) {
        JsonObject claims = new JsonObject();
        claims.addProperty("eat_profile", PROFILE);
        claims.addProperty("iat", issued.getEpochSecond());
        JsonObject id = new JsonObject();
        id.addProperty("developer", "Cloister");
        id.addProperty("build", verifier);
        claims.add("ear.verifier-id", id);
        JsonObject modules = new JsonObject();
        modules.add(
                evidence.legacy() ? "SEV" : "SEVSNP",
                new EarJson(result).module(VerdictJson.report(result, evidence).orElseGet(JsonObject::new)));
        claims.add("submods", modules);
        return claims;
    }

    private JsonObject module(JsonObject evidence) {
        JsonObject module = new JsonObject();
        module.addProperty("ear.status", status());
        module.add("ear.trustworthiness-vector", new TrustVector(result).json());
        module.add("ear.veraison.annotated-evidence", evidence);
        return module;
    }

    private String status() {
        if (!result.passed()) {
            return "contraindicated";
        }
        return result.warnings().isEmpty() ? "affirming" : "warning";
    }
}
