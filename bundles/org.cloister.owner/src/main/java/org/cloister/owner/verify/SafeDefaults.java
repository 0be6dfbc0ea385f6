// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.CloisterException;

/**
 * What holds for every report until a demand about the same thing replaces it: no debugging, no migration agent, asked
 * for by the guest. And the warnings about what was not demanded.
 */
final class SafeDefaults {
    private static final int MOST_VMPL = 3;
    private static final Set<String> IDENTITY =
            Set.of(PolicyItem.MEASUREMENT.key(), PolicyItem.ID_KEY_DIGEST.key(), PolicyItem.AUTHOR_KEY_DIGEST.key());

    private final PolicyBranch policy;
    private final VerificationFindings findings;
    private final AttestationReport report;

    SafeDefaults(PolicyBranch policy, AppraisalInput subject) {
        this.policy = policy;
        this.findings = subject.findings();
        this.report = subject.report();
    }

    void check() {
        checkSwitch(
                SnpCheck.POLICY_DEBUG,
                SnpPolicyBit.DEBUG,
                PolicySwitch.ALLOW_DEBUG,
                "the host may debug this guest, which is to read and change its memory");
        checkSwitch(
                SnpCheck.POLICY_MIGRATE_MA,
                SnpPolicyBit.MIGRATE_MA,
                PolicySwitch.ALLOW_MIGRATE_MA,
                "a migration agent may be associated with this guest, which may hand it to another host");
        if (policy.rule(PolicyItem.VMPL).isEmpty()) {
            checkVmpl();
        }
        warn();
    }

    private void checkSwitch(SnpCheck point, SnpPolicyBit bit, PolicySwitch allowed, String danger) {
        boolean set = bit.in(report.number(ReportField.POLICY));
        if (policy.guestPolicy().filter(demand -> demand.isAbout(bit)).isPresent()) {
            findings.skip(point, "the policy that is demanded says it");
        } else if (set && policy.relief().has(allowed)) {
            findings.pass(point, danger + "; " + allowed.key() + " permits it");
        } else {
            findings.judge(point, !set, bit.key() + " is off", danger + " (policy bit " + bit.bit() + ")");
        }
    }

    private void checkVmpl() {
        long level = report.number(ReportField.VMPL);
        if (level == AttestationReport.VMPL_OF_HOST) {
            findings.fail(
                    SnpCheck.VMPL,
                    "the host asked for this report, not the guest; its REPORT_DATA is zero",
                    "have the guest ask, or permit it by --vmpl host");
        } else {
            findings.judge(SnpCheck.VMPL, level <= MOST_VMPL, Long.toString(level), "there is no level " + level);
        }
    }

    private void warn() {
        if (policy.mentioned().stream().noneMatch(IDENTITY::contains)) {
            findings.warn(
                    SnpCheck.MEASUREMENT,
                    "nothing about the guest's content was checked: any guest on any such processor would pass",
                    "demand --measurement, --id-key-digest or --author-key-digest");
        }
        if (policy.rule(PolicyItem.REPORT_DATA).isEmpty()) {
            findings.warn(
                    SnpCheck.REPORT_DATA,
                    "nothing shows that the report is new: an old one would pass",
                    "have the guest put a number of yours in, and demand it by --report-data");
        }
        unverified()
                .ifPresent(one -> findings.warn(
                        SnpCheck.PRODUCT,
                        "what is known of " + one.product()
                                + "'s reports was never held against a real one: unverified",
                        ""));
    }

    private Optional<Generation> unverified() {
        try {
            List<Generation> possible = report.generations();
            return possible.stream()
                    .filter(one -> !one.verified() && possible.size() == 1)
                    .findFirst();
        } catch (CloisterException e) {
            // Its processor is of no generation that is known, and the verdict says so.
            return Optional.empty();
        }
    }
}
