// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.owner.verify.Stage;
import org.cloister.owner.verify.Status;
import org.cloister.owner.verify.VerificationResult;

/**
 * The trustworthiness vector of an EAR, with AR4SI's numbers: 0 no claim, 2 to 31 affirming, 32 to 95 a warning, above
 * contraindicated. Without authentic evidence no claim holds; past that each check that fails lowers one claim.
 */
final class TrustVector {
    private static final int NO_CLAIM = 0;
    private static final int AFFIRMED = 2;
    private static final int APPROVED = 3;
    private static final int UNSAFE = 32;
    private static final int UNKNOWN_CODE = 33;
    private static final int UNKNOWN = 97;
    private static final int CRYPTOGRAPHY_FAILED = 99;

    private static final String INSTANCE = "instance-identity";
    private static final String CONFIGURATION = "configuration";
    private static final String EXECUTABLES = "executables";
    private static final String HARDWARE = "hardware";

    /** What a claim comes to when one of some checks fails. */
    private record Row(String claim, int lowered, String... checks) {
        boolean lowers(String claimed, VerificationResult result) {
            return claim.equals(claimed) && result.with(Status.FAILED).stream().anyMatch(check -> has(check.name()));
        }

        boolean has(String name) {
            return List.of(checks).contains(name);
        }
    }

    /** Every check behind those of the evidence's form and signatures; what is not here would lower nothing. */
    private static final List<Row> ROWS = List.of(
            new Row(INSTANCE, UNKNOWN, "product", "chip-id", "evidence.binding", "report-data", "report-id"),
            new Row(INSTANCE, UNKNOWN, "report-id-ma", "key-kind", "leaf-digest", "allowed-chip"),
            new Row(INSTANCE, UNKNOWN, "allowed-provider", "require-chip-id", "require-crl"),
            new Row(CONFIGURATION, UNSAFE, "alternative", "policy", "policy.debug", "policy.migrate-ma"),
            new Row(CONFIGURATION, UNSAFE, "vmpl", "host-data"),
            new Row(EXECUTABLES, UNKNOWN_CODE, "measurement", "family-id", "image-id", "guest-svn"),
            new Row(EXECUTABLES, UNKNOWN_CODE, "id-block", "id-key-digest", "author-key-digest"),
            new Row(HARDWARE, UNKNOWN, "allowed-product", "tcb.order"),
            new Row(HARDWARE, UNSAFE, "tcb.fmc", "tcb.bootloader", "tcb.tee", "tcb.snp", "tcb.spare", "tcb.microcode"),
            new Row(HARDWARE, UNSAFE, "minimum-tcb", "minimum-launch-tcb", "minimum-committed-tcb"),
            new Row(HARDWARE, UNSAFE, "minimum-current-tcb", "no-provisional", "minimum-firmware"),
            new Row(HARDWARE, UNSAFE, "minimum-committed-firmware", "minimum-build", "minimum-report-version"),
            new Row(HARDWARE, UNSAFE, "platform-info", "launch-mitigations", "current-mitigations"));

    /** Where none of these was demanded, nobody said which code is meant. */
    private static final List<String> CODE = List.of("measurement", "id-key-digest", "author-key-digest");

    private final VerificationResult result;

    TrustVector(VerificationResult result) {
        this.result = result;
    }

    JsonObject json() {
        JsonObject vector = new JsonObject();
        claims().forEach(vector::addProperty);
        return vector;
    }

    private Map<String, Integer> claims() {
        Map<String, Integer> claims = new LinkedHashMap<>();
        claims.put(INSTANCE, claim(INSTANCE, AFFIRMED));
        claims.put(CONFIGURATION, claim(CONFIGURATION, passed("policy") ? AFFIRMED : APPROVED));
        claims.put(EXECUTABLES, claim(EXECUTABLES, CODE.stream().anyMatch(this::passed) ? APPROVED : UNKNOWN_CODE));
        claims.put("file-system", NO_CLAIM);
        claims.put(HARDWARE, claim(HARDWARE, AFFIRMED));
        claims.put("runtime-opaque", claim("runtime-opaque", AFFIRMED));
        claims.put("storage-opaque", NO_CLAIM);
        claims.put("sourced-data", NO_CLAIM);
        return claims;
    }

    private int claim(String name, int otherwise) {
        if (!authentic()) {
            return CRYPTOGRAPHY_FAILED;
        }
        return ROWS.stream()
                .filter(row -> row.lowers(name, result))
                .mapToInt(Row::lowered)
                .max()
                .orElse(otherwise);
    }

    /** A check that is in no row counts as the evidence's own: better no claim than one that overlooks it. */
    private boolean authentic() {
        boolean explained = result.with(Status.FAILED).stream()
                .allMatch(check -> check.stage().compareTo(Stage.AUTHENTICATE) > 0 && known(check.name()));
        boolean decided = result.passed() || !result.with(Status.FAILED).isEmpty();
        return explained && decided && passed("report.signature");
    }

    /** Whether a check lowers a claim of its own. */
    static boolean known(String check) {
        return ROWS.stream().anyMatch(row -> row.has(check));
    }

    private boolean passed(String name) {
        return result.check(name)
                .filter(check -> check.status() == Status.PASSED)
                .isPresent();
    }
}
