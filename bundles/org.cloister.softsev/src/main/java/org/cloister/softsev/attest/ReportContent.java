// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.util.Arrays;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportSigner;
import org.cloister.amd.report.ReportVersion;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.SnpConfiguration;
import org.cloister.softsev.model.AttestationSettings;
import org.cloister.softsev.model.InstalledFirmware;
import org.cloister.softsev.model.PlatformSettings;

/**
 * What the platform puts into every report (SEV-SNP firmware ABI, 56860, "ATTESTATION_REPORT").
 *
 * @param settings of the platform
 * @param set what was committed, configured and loaded
 * @param chipId 64 bytes, not masked
 * @param firmware that runs, and that was committed
 */
record ReportContent(PlatformSettings settings, SnpConfiguration set, Bytes chipId, InstalledFirmware firmware) {
    private static final Bytes NO_CHIP = Bytes.of(new byte[64]);
    private static final Bytes NO_MIGRATION_AGENT = ones(32);
    private static final int MASK_CHIP_KEY = 1 << 1;
    private static final int SIGNING_KEY_AT = 2;

    /** The report without its signature. */
    AttestationReport report(GuestIdentity guest, Bytes reportData, int vmpl, ReportSigner key) {
        AttestationSettings reports = settings.attestation();
        ReportVersion version = reports.version(settings.generation());
        ReportBuilder report = new ReportBuilder(version);
        putGuest(report, guest);
        putVersions(report, guest);
        report.put(ReportField.VMPL, Integer.toUnsignedLong(vmpl))
                .put(ReportField.REPORT_DATA, reportData)
                .put(ReportField.SIGNATURE_ALGO, AttestationReport.ECDSA_P384_SHA384)
                .put(ReportField.PLATFORM_INFO, reports.platformInfo(version))
                .put(ReportField.KEY_INFO, keyInfo(guest, key))
                .put(ReportField.CHIP_ID, set.chipIdMasked() ? NO_CHIP : chipId);
        if (version.has(ReportField.CPUID_FAM_ID)) {
            putProcessor(report);
        }
        if (version.has(ReportField.CURRENT_MIT_VECTOR)) {
            report.put(ReportField.LAUNCH_MIT_VECTOR, reports.mitigations())
                    .put(ReportField.CURRENT_MIT_VECTOR, reports.mitigations());
        }
        return report.build();
    }

    private static void putGuest(ReportBuilder report, GuestIdentity guest) {
        report.put(ReportField.GUEST_SVN, Integer.toUnsignedLong(guest.guestSvn()))
                .put(ReportField.POLICY, guest.policy())
                .put(ReportField.FAMILY_ID, guest.familyId())
                .put(ReportField.IMAGE_ID, guest.imageId())
                .put(ReportField.MEASUREMENT, guest.launchDigest())
                .put(ReportField.HOST_DATA, guest.hostData())
                .put(ReportField.ID_KEY_DIGEST, guest.idKeyDigest())
                .put(ReportField.AUTHOR_KEY_DIGEST, guest.authorKeyDigest())
                .put(ReportField.REPORT_ID, guest.reportId())
                .put(ReportField.REPORT_ID_MA, NO_MIGRATION_AGENT);
    }

    private void putVersions(ReportBuilder report, GuestIdentity guest) {
        FirmwareVersion current = firmware.version();
        FirmwareVersion committed = firmware.committed();
        report.put(ReportField.CURRENT_TCB, firmware.tcb())
                .put(ReportField.REPORTED_TCB, set.reported())
                .put(ReportField.COMMITTED_TCB, set.committedTcb())
                .put(ReportField.LAUNCH_TCB, guest.launchTcb())
                .put(ReportField.CURRENT_MAJOR, current.major())
                .put(ReportField.CURRENT_MINOR, current.minor())
                .put(ReportField.CURRENT_BUILD, current.build())
                .put(ReportField.COMMITTED_MAJOR, committed.major())
                .put(ReportField.COMMITTED_MINOR, committed.minor())
                .put(ReportField.COMMITTED_BUILD, committed.build());
    }

    private void putProcessor(ReportBuilder report) {
        CpuSignature signature = settings.generation().signature();
        report.put(ReportField.CPUID_FAM_ID, signature.family())
                .put(ReportField.CPUID_MOD_ID, signature.model())
                .put(ReportField.CPUID_STEP, signature.stepping());
    }

    private int keyInfo(GuestIdentity guest, ReportSigner key) {
        int code = switch (key) {
            case VCEK -> 0;
            case VLEK -> 1;
            case CHIP_SECRET_VCEK -> 2;
            case NONE, RESERVED -> 7;
        };
        return (guest.authorKeyEnabled() ? 1 : 0) | (set.chipKeyMasked() ? MASK_CHIP_KEY : 0) | code << SIGNING_KEY_AT;
    }

    private static Bytes ones(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return Bytes.of(bytes);
    }
}
