// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.ReportRequest;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class DeviceStructsTest {
    @Test
    void structsComeBackAsTheyWere() {
        RequestStruct request = new RequestStruct(1, 0x1122334455667788L, -2, 0x0000000200000016L);
        assertThat(RequestStruct.decode(request.encode())).isEqualTo(request);
        assertThat(request.encode().hex())
                .isEqualTo("01000000000000008877665544332211feffffffffffffff1600000002000000");
        ReportRequest report = ReportRequest.of(Bytes.ofHex("5a".repeat(64)), 3, KeyChoice.VLEK);
        ExtendedReportStruct extended = new ExtendedReportStruct(report, 0x1234, 8192);
        assertThat(ExtendedReportStruct.decode(extended.encode())).isEqualTo(extended);
        assertThat(extended.encode().slice(96, 16).hex()).isEqualTo("34120000000000000020000000000000");
    }
}
