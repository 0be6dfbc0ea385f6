// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.amd.x509.AmdCertificate;

/** Compares the TCB version that a key is derived from with the one that the report names, component by component. */
final class TcbChecks {
    private static final Map<TcbComponent, SnpCheck> POINTS = Map.of(
            TcbComponent.FMC, SnpCheck.TCB_FMC,
            TcbComponent.BOOTLOADER, SnpCheck.TCB_BOOTLOADER,
            TcbComponent.TEE, SnpCheck.TCB_TEE,
            TcbComponent.SNP, SnpCheck.TCB_SNP,
            TcbComponent.MICROCODE, SnpCheck.TCB_MICROCODE);

    private final VerificationFindings findings;
    private final AttestationReport report;
    private final Map<TcbComponent, Integer> certified;
    private final TcbLayout layout;

    TcbChecks(VerificationFindings findings, AttestationReport report, AmdCertificate leaf, TcbLayout layout) {
        this.findings = findings;
        this.report = report;
        this.certified = leaf.amd().components();
        this.layout = layout;
    }

    void check() {
        TcbVersion reported = report.tcb(ReportField.REPORTED_TCB, layout);
        POINTS.forEach((component, point) -> compare(component, point, reported.get(component)));
        compareSpare(reported);
        checkOrder(reported);
    }

    private void compare(TcbComponent component, SnpCheck point, OptionalInt reported) {
        Integer inCertificate = certified.get(component);
        if (reported.isEmpty() && (inCertificate == null || !layout.verified())) {
            findings.skip(point, "this generation has no " + component.key() + " in its TCB version");
            return;
        }
        boolean same = reported.isPresent() && inCertificate != null && reported.getAsInt() == inCertificate;
        findings.judge(
                point,
                same,
                component.key() + " " + inCertificate,
                "the certificate is for " + component.key() + " " + (inCertificate == null ? "none" : inCertificate)
                        + ", the report says " + (reported.isEmpty() ? "none" : reported.getAsInt()));
    }

    // Certificates of one generation have three of the spare components, of another four; one that is left out is 0.
    private void compareSpare(TcbVersion reported) {
        if (layout.components().stream().noneMatch(TcbComponent::spare)) {
            findings.skip(SnpCheck.TCB_SPARE, "this generation has no spare components in its TCB version");
            return;
        }
        List<String> different = Stream.of(TcbComponent.values())
                .filter(TcbComponent::spare)
                .filter(spare ->
                        certified.getOrDefault(spare, 0) != reported.get(spare).orElse(0))
                .map(TcbComponent::key)
                .toList();
        findings.judge(
                SnpCheck.TCB_SPARE,
                different.isEmpty(),
                "the spare components are the same",
                "certificate and report differ in " + String.join(", ", different));
    }

    // SEV-SNP ABI, "TCB_VERSION": reported <= committed <= current, each as one number.
    private void checkOrder(TcbVersion reported) {
        TcbVersion committed = report.tcb(ReportField.COMMITTED_TCB, layout);
        TcbVersion current = report.tcb(ReportField.CURRENT_TCB, layout);
        List<String> faults = new ArrayList<>();
        if (reported.isAbove(committed)) {
            faults.add("reported " + reported + " is above committed " + committed);
        }
        if (committed.isAbove(current)) {
            faults.add("committed " + committed + " is above current " + current);
        }
        findings.judge(
                SnpCheck.TCB_ORDER,
                faults.isEmpty(),
                "reported " + reported + "; committed " + committed + "; current " + current,
                String.join("; ", faults));
    }
}
