package org.cloister.snp;

import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.attest.ReportSource;

/** Reports that nobody signs, with a table of certificates that is larger than a first guess. */
final class UnsignedReports implements ReportSource {
    static final Bytes TABLE = Bytes.of(new byte[6 * 4096]);

    @Override
    public Bytes report(GuestIdentity guest, Bytes reportData, int vmpl, Key key) {
        return new ReportBuilder(ReportVersion.V2)
                .put(ReportField.REPORT_DATA, reportData)
                .put(ReportField.VMPL, vmpl)
                .put(ReportField.MEASUREMENT, guest.launchDigest())
                .build()
                .encode();
    }

    @Override
    public Bytes certificateTable() {
        return TABLE;
    }
}
