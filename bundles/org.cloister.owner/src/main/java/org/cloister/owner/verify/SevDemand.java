// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** What can be demanded of a report of SEV or SEV-ES, one line each: how it is written. */
enum SevDemand {
    MEASUREMENT(
            "measurement",
            "the launch digest, 32 bytes in hexadecimal; several are alternatives",
            value -> isHex(value, SevReport.LAUNCH_DIGEST.size(), SevReport.LAUNCH_DIGEST.size())),
    REPORT_DATA(
            "report-data",
            "the nonce, up to 16 bytes in hexadecimal, filled up with zeros on the right; several are alternatives",
            value -> isHex(value, 1, SevReport.MNONCE.size())),
    POLICY(
            "policy",
            "all of it, 0x…, or what matters: nodbg=on,es=on,api=0.17",
            value -> SevPolicyDemands.readable(List.of(value))),
    ALLOW_DEBUG("allow-debug", "yes", "yes"::equals);

    private final String key;
    private final String syntax;
    private final Predicate<String> readable;

    SevDemand(String key, String syntax, Predicate<String> readable) {
        this.key = key;
        this.syntax = syntax;
        this.readable = readable;
    }

    static Optional<SevDemand> named(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }

    /** The field that a value in bytes is compared with. */
    Slot slot() {
        return this == MEASUREMENT ? SevReport.LAUNCH_DIGEST : SevReport.MNONCE;
    }

    /**
     * The values, those too that are written with commas between them.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.value} for one that cannot be read
     */
    List<String> checked(List<String> given) {
        List<String> values = given.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        values.stream().filter(readable.negate()).findFirst().ifPresent(wrong -> {
            throw Problem.input(OwnerCodes.APPRAISAL_VALUE, "this is not a value for " + key)
                    .at(key + " of a report of SEV or SEV-ES")
                    .found(wrong)
                    .expected(syntax)
                    .exception();
        });
        return values;
    }

    private static boolean isHex(String value, int least, int most) {
        return value.matches("([0-9a-fA-F]{2})+") && value.length() >= 2 * least && value.length() <= 2 * most;
    }
}
