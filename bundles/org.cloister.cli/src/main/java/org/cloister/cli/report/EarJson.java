// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.verify.VerificationResult;

/** A verdict as an EAT attestation result (EAR), without a signature: the claims that veraison and trustee exchange. */
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
     * @param policyId the name of the policy that it was judged by, where that has one
     * @param verifier the program with its version
     * @param issued when
     */
    public static JsonObject of(
            VerificationResult result,
            ReportEvidence evidence,
            Optional<String> policyId,
            String verifier,
            Instant issued) {
        JsonObject claims = new JsonObject();
        claims.addProperty("eat_profile", PROFILE);
        claims.addProperty("iat", issued.getEpochSecond());
        EatNonce.of(result, evidence).ifPresent(nonce -> claims.addProperty("eat_nonce", nonce));
        JsonObject id = new JsonObject();
        id.addProperty("developer", "Cloister");
        id.addProperty("build", verifier);
        claims.add("ear.verifier-id", id);
        JsonObject module =
                new EarJson(result).module(VerdictJson.report(result, evidence).orElseGet(JsonObject::new));
        policyId.ifPresent(name -> module.addProperty("ear.appraisal-policy-id", name));
        JsonObject modules = new JsonObject();
        modules.add(evidence.legacy() ? "SEV" : "SEVSNP", module);
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
