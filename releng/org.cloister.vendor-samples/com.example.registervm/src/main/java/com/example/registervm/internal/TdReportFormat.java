// SPDX-License-Identifier: Apache-2.0
package com.example.registervm.internal;

import com.example.registervm.TdReport;
import java.util.Map;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.EvidenceFormat;
import org.osgi.service.component.annotations.Component;

/** Reads reports of trust domains. It stays when the guest type is replaced, as the platform does. */
@Component
public final class TdReportFormat implements EvidenceFormat {
    @Override
    public String name() {
        return TdReport.FORMAT;
    }

    @Override
    public Map<String, String> claims(Evidence evidence) {
        return TdReport.claims(evidence.report());
    }
}
