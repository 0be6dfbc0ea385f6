// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import java.util.Map;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.message.ReportResponse;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.ReportSource;

/** MSG_REPORT_REQ. */
final class ReportPayload implements Payload {
    private static final Map<KeyChoice, ReportSource.Key> KEYS = Map.of(
            KeyChoice.ANY, ReportSource.Key.ANY,
            KeyChoice.VCEK, ReportSource.Key.VCEK,
            KeyChoice.VLEK, ReportSource.Key.VLEK);

    private final ReportSource source;

    ReportPayload(ReportSource source) {
        this.source = source;
    }

    @Override
    public int size(int version) {
        return ReportRequest.SIZE;
    }

    @Override
    public byte[] answer(GuestQuery asked) {
        ReportRequest request = new ReportRequest(Bytes.of(asked.payload(), 0, ReportRequest.SIZE));
        Checks.requireClean(request.violations());
        KeyChoice key = Checks.choice(request.key());
        int vmpl = Checks.level(request.vmpl(), asked.key());
        Bytes report = source.report(asked.guest(), request.data(), vmpl, KEYS.get(key));
        return ReportResponse.of(FirmwareStatus.SUCCESS.code(), report).raw().toArray();
    }

    @Override
    public byte[] refusal(int status) {
        Bytes none = Bytes.of(new byte[AttestationReport.SIZE]);
        return ReportResponse.of(status, none).raw().toArray();
    }
}
