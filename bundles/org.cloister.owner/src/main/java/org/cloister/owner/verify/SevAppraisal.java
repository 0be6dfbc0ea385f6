// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.owner.demand.Demands;

/**
 * What a relying party demands of a report of SEV or SEV-ES, in the words of {@link AppraisalPolicy} as far as such a
 * report says the same: its digest, its nonce, its policy. A guest that can be debugged is refused unless that is
 * demanded or allowed. Immutable.
 */
public final class SevAppraisal {
    /** No demands but the defaults. */
    public static final SevAppraisal NONE = of(Map.of());

    private final Optional<Set<Bytes>> measurement;
    private final Optional<Set<Bytes>> nonce;
    private final SevPolicyDemands policy;
    private final boolean debugging;

    private SevAppraisal(Map<SevDemand, AppraisalSetting> demands) {
        this.measurement = Optional.ofNullable(demands.get(SevDemand.MEASUREMENT))
                .map(one -> values(one, value -> one.bytes(value, SevReport.LAUNCH_DIGEST.size())));
        this.nonce = Optional.ofNullable(demands.get(SevDemand.REPORT_DATA))
                .map(one -> values(one, value -> one.filledUp(value, SevReport.MNONCE.size())));
        this.policy = SevPolicyDemands.of(Optional.ofNullable(demands.get(SevDemand.POLICY)));
        this.debugging = Optional.ofNullable(demands.get(SevDemand.ALLOW_DEBUG))
                .filter(AppraisalSetting::yes)
                .isPresent();
    }

    private static Set<Bytes> values(AppraisalSetting setting, Function<String, Bytes> reader) {
        Set<Bytes> values = new LinkedHashSet<>();
        setting.alternatives().forEach(value -> values.add(reader.apply(value)));
        return values;
    }

    /**
     * Demands from values by name.
     *
     * @param settings the values of each item, at least one
     * @throws org.cloister.api.CloisterException as of {@link #of(Demands)}
     */
    public static SevAppraisal of(Map<String, List<String>> settings) {
        return of(Demands.of(settings));
    }

    /**
     * Demands as they were read.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.name} for an item that does not exist,
     *     {@code appraisal.kind} for one that such a report cannot meet, and for alternatives; {@code appraisal.value}
     *     for a value that cannot be read; each names line or field
     */
    public static SevAppraisal of(Demands demands) {
        demands.sections().stream().findFirst().ifPresent(one -> {
            throw SevDemand.otherKind(
                    "alternatives are for reports of SEV-SNP alone", one.where(), "[" + one.name() + "]");
        });
        return new SevAppraisal(SevDemand.read(demands.alternatives().get(0)));
    }

    /** The names of all items with the way they are written. */
    public static Map<String, String> items() {
        return SevDemand.items();
    }

    void apply(SevReport report, VerificationFindings findings) {
        compare(measurement, SevReportCheck.MEASUREMENT, SevReport.LAUNCH_DIGEST.in(report.raw()), findings);
        compare(nonce, SevReportCheck.REPORT_DATA, SevReport.MNONCE.in(report.raw()), findings);
        warn(findings);
        int seen = (int) SevReport.POLICY.number(report.raw());
        if (policy.any()) {
            List<String> faults = policy.faults(seen);
            findings.judge(
                    SevReportCheck.POLICY,
                    faults.isEmpty(),
                    text(seen),
                    String.join("; ", faults) + " (found " + text(seen) + ")");
        } else {
            findings.skip(SevReportCheck.POLICY, "nothing is demanded of it");
        }
        judgeDebugging(seen, findings);
    }

    private void warn(VerificationFindings findings) {
        if (measurement.isEmpty()) {
            findings.warn(
                    SevReportCheck.MEASUREMENT,
                    "nothing about the guest's content was checked: any guest on this platform would pass",
                    "demand --measurement");
        }
        if (nonce.isEmpty()) {
            findings.warn(
                    SevReportCheck.REPORT_DATA,
                    "nothing shows that this report is new: no nonce was demanded",
                    "have it made with a nonce of yours, and demand that with --report-data");
        }
    }

    private void judgeDebugging(int seen, VerificationFindings findings) {
        if (policy.settlesDebugging()) {
            findings.skip(SevReportCheck.DEBUGGING, "the demand for the policy says it");
        } else if (debugging) {
            findings.skip(SevReportCheck.DEBUGGING, "debugging is allowed");
        } else {
            findings.judge(
                    SevReportCheck.DEBUGGING,
                    SevPolicyBit.NODBG.in(seen),
                    "nodbg is on",
                    "the host may debug this guest, which is to read and change its memory: nodbg is off in policy "
                            + text(seen));
        }
    }

    private static void compare(
            Optional<Set<Bytes>> allowed, SevReportCheck point, Bytes seen, VerificationFindings findings) {
        if (allowed.isEmpty()) {
            findings.skip(point, "nothing is demanded of it");
            return;
        }
        findings.judge(
                point,
                allowed.get().contains(seen),
                seen.hex(),
                "found " + seen.hex() + ", expected "
                        + allowed.get().stream().map(Bytes::hex).collect(Collectors.joining(" or ")));
    }

    private static String text(int policy) {
        return Numbers.hex32(policy) + " ("
                + PolicyLayout.SEV.bits().stream()
                        .filter(bit -> bit.in(policy))
                        .map(bit -> bit.key())
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
