// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.verify.Stage;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;

/**
 * A verdict as an EAT attestation result (EAR), without a signature: the claims that veraison and trustee exchange.
 * Claims of the trustworthiness vector have AR4SI's numbers: 0 no claim, 2 to 31 affirming, 32 to 95 a warning, above
 * contraindicated.
 */
public final class EarJson {
    private static final String PROFILE = "tag:github.com,2023:veraison/ear";
    private static final int NO_CLAIM = 0;
    private static final int AFFIRMED = 2;
    private static final int APPROVED = 3;
    private static final int UNSAFE = 32;
    private static final int UNKNOWN_CODE = 33;
    private static final int UNKNOWN_INSTANCE = 97;
    private static final int CRYPTOGRAPHY_FAILED = 99;

    private static final List<String> BEHIND_IDENTITY = List.of("chip-id", "product");
    private static final String MEASUREMENT = "measurement";
    private static final List<String> IDENTITY = List.of(MEASUREMENT, "id-key-digest", "author-key-digest");

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
        module.add("ear.trustworthiness-vector", vector());
        module.add("ear.veraison.annotated-evidence", evidence);
        return module;
    }

    private String status() {
        if (!result.passed()) {
            return "contraindicated";
        }
        return result.warnings().isEmpty() ? "affirming" : "warning";
    }

    private JsonObject vector() {
        boolean authentic = !failed(check -> check.stage() == Stage.PARSE || check.stage() == Stage.AUTHENTICATE)
                && passed("report.signature");
        JsonObject vector = new JsonObject();
        vector.addProperty("instance-identity", claim(authentic, identity()));
        vector.addProperty("configuration", claim(authentic, configuration()));
        vector.addProperty("executables", claim(authentic, executables()));
        vector.addProperty("file-system", NO_CLAIM);
        vector.addProperty("hardware", claim(authentic, hardware()));
        vector.addProperty("runtime-opaque", claim(authentic, AFFIRMED));
        vector.addProperty("storage-opaque", NO_CLAIM);
        vector.addProperty("sourced-data", NO_CLAIM);
        return vector;
    }

    private static int claim(boolean authentic, int claim) {
        return authentic ? claim : CRYPTOGRAPHY_FAILED;
    }

    private int identity() {
        return failed(check -> BEHIND_IDENTITY.contains(check.name())) ? UNKNOWN_INSTANCE : AFFIRMED;
    }

    private int configuration() {
        if (failed(check -> check.name().startsWith("policy") || check.name().equals("vmpl"))) {
            return UNSAFE;
        }
        return passed("policy") ? AFFIRMED : APPROVED;
    }

    private int executables() {
        if (failed(check -> IDENTITY.contains(check.name()))) {
            return UNKNOWN_CODE;
        }
        return IDENTITY.stream().anyMatch(this::passed) ? APPROVED : UNKNOWN_CODE;
    }

    private int hardware() {
        return failed(check -> check.name().startsWith("minimum-")
                        || check.name().startsWith("tcb.")
                        || check.name().equals("platform-info"))
                ? UNSAFE
                : AFFIRMED;
    }

    private boolean failed(Predicate<VerificationCheck> which) {
        return result.with(Status.FAILED).stream().anyMatch(which);
    }

    private boolean passed(String name) {
        return result.check(name)
                .filter(check -> check.status() == Status.PASSED)
                .isPresent();
    }
}
