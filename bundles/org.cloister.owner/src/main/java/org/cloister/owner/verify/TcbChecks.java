// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
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
        if (reported.isEmpty() && inCertificate == null) {
            findings.skip(point, "this generation has no " + component.key());
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

    // SEV-SNP ABI, "TCB_VERSION": reported <= committed <= current.
    private void checkOrder(TcbVersion reported) {
        TcbVersion committed = report.tcb(ReportField.COMMITTED_TCB, layout);
        TcbVersion current = report.tcb(ReportField.CURRENT_TCB, layout);
        List<TcbComponent> above = committed.below(reported);
        List<TcbComponent> behind = current.below(committed);
        findings.judge(
                SnpCheck.TCB_ORDER,
                above.isEmpty() && behind.isEmpty(),
                "reported " + reported + "; committed " + committed + "; current " + current,
                Stream.concat(
                                above.stream().map(one -> "reported " + one.key() + " is above the committed one"),
                                behind.stream().map(one -> "committed " + one.key() + " is above the current one"))
                        .collect(Collectors.joining("; ")));
    }
}
