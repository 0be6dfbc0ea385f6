// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;

/**
 * What a relying party demands of a report of SEV or SEV-ES, in the words of {@link AppraisalPolicy} as far as such a
 * report says the same: its digest, its nonce, its policy. A guest that can be debugged is refused unless that is
 * demanded or allowed. Immutable.
 */
public final class SevAppraisal {
    /** No demands but the defaults. */
    public static final SevAppraisal NONE = of(Map.of());

    private final Map<SevDemand, List<String>> demands;
    private final List<String> others;

    private SevAppraisal(Map<SevDemand, List<String>> demands, List<String> others) {
        this.demands = demands;
        this.others = List.copyOf(others);
    }

    /**
     * Demands from values by name.
     *
     * @param settings the values of each item, at least one; items that such a report cannot meet make it fail
     * @throws org.cloister.api.CloisterException {@code appraisal.value} for a value that cannot be read
     */
    public static SevAppraisal of(Map<String, List<String>> settings) {
        Map<SevDemand, List<String>> demands = new TreeMap<>();
        List<String> others = new ArrayList<>();
        settings.forEach((name, values) -> SevDemand.named(name)
                .ifPresentOrElse(demand -> demands.put(demand, demand.checked(values)), () -> others.add(name)));
        others.removeIf(name -> PolicySwitch.named(name).isPresent() || name.equals(PolicyRelief.REPORT_VERSION));
        return new SevAppraisal(demands, others);
    }

    void apply(SevReport report, VerificationFindings findings) {
        compare(SevDemand.MEASUREMENT, SevReportCheck.MEASUREMENT, SevReport.LAUNCH_DIGEST.in(report.raw()), findings);
        compare(SevDemand.REPORT_DATA, SevReportCheck.REPORT_DATA, SevReport.MNONCE.in(report.raw()), findings);
        warn(findings);
        int policy = (int) SevReport.POLICY.number(report.raw());
        SevPolicyDemands wanted = SevPolicyDemands.of(demands.getOrDefault(SevDemand.POLICY, List.of()));
        if (wanted.any()) {
            List<String> faults = wanted.faults(policy);
            findings.judge(
                    SevReportCheck.POLICY,
                    faults.isEmpty(),
                    text(policy),
                    String.join("; ", faults) + " (found " + text(policy) + ")");
        } else {
            findings.skip(SevReportCheck.POLICY, "nothing is demanded of it");
        }
        judgeDebugging(policy, wanted, findings);
        if (others.isEmpty()) {
            findings.skip(SevReportCheck.OTHER_DEMANDS, "there is none");
        } else {
            findings.fail(
                    SevReportCheck.OTHER_DEMANDS,
                    "a report of SEV or SEV-ES does not say what is demanded: " + String.join(", ", others));
        }
    }

    private void warn(VerificationFindings findings) {
        if (!demands.containsKey(SevDemand.MEASUREMENT)) {
            findings.warn(
                    SevReportCheck.MEASUREMENT,
                    "nothing about the guest's content was checked: any guest on this platform would pass",
                    "demand --measurement");
        }
        if (!demands.containsKey(SevDemand.REPORT_DATA)) {
            findings.warn(
                    SevReportCheck.REPORT_DATA,
                    "nothing shows that this report is new: no nonce was demanded",
                    "have it made with a nonce of yours, and demand that with --report-data");
        }
    }

    private void judgeDebugging(int policy, SevPolicyDemands wanted, VerificationFindings findings) {
        if (wanted.settlesDebugging()) {
            findings.skip(SevReportCheck.DEBUGGING, "the demand for the policy says it");
        } else if (demands.containsKey(SevDemand.ALLOW_DEBUG)) {
            findings.skip(SevReportCheck.DEBUGGING, "debugging is allowed");
        } else {
            findings.judge(
                    SevReportCheck.DEBUGGING,
                    SevPolicyBit.NODBG.in(policy),
                    "nodbg is on",
                    "the host may debug this guest, which is to read and change its memory: nodbg is off in policy "
                            + text(policy));
        }
    }

    private void compare(SevDemand demand, SevReportCheck point, Bytes seen, VerificationFindings findings) {
        List<String> values = demands.getOrDefault(demand, List.of());
        if (values.isEmpty()) {
            findings.skip(point, "nothing is demanded of it");
            return;
        }
        List<Bytes> allowed =
                values.stream().map(value -> filled(value, demand.slot())).toList();
        findings.judge(
                point,
                allowed.contains(seen),
                seen.hex(),
                "found " + seen.hex() + ", expected "
                        + allowed.stream().map(Bytes::hex).collect(Collectors.joining(" or ")));
    }

    private static Bytes filled(String hex, Slot slot) {
        return Bytes.of(Arrays.copyOf(Bytes.ofHex(hex).toArray(), slot.size()));
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
