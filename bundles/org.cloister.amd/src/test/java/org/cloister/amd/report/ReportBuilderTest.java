// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportBuilderTest {
    @ParameterizedTest
    @EnumSource
    void readsBackWhateverWasPutIn(ReportVersion version) {
        Random random = new Random(version.number());
        for (int i = 0; i < 200; i++) {
            ReportBuilder builder = new ReportBuilder(version);
            Map<ReportField, Bytes> put = new HashMap<>();
            for (Slot slot : version.layout().slots()) {
                byte[] content = new byte[slot.size()];
                random.nextBytes(content);
                if (!slot.name().equals("version")) {
                    put.put(ReportField.of(slot), Bytes.of(content));
                    builder.put(ReportField.of(slot), Bytes.of(content));
                }
            }
            AttestationReport report = builder.build();
            put.forEach((field, content) -> assertThat(report.bytes(field)).isEqualTo(content));
            assertThat(AttestationReport.decode(report.encode(), "x", Set.of(7L)))
                    .isEqualTo(report);
            assertThat(ReportCopy.of(report)).isEqualTo(report);
            assertThat(version.layout().violations(report.raw(), 0)).isEmpty();
        }
    }

    @Test
    void numbersAndTcbVersionsAreWritten() {
        TcbVersion tcb = new TcbVersion(0xdb18000000000004L, TcbLayout.WITHOUT_FMC);
        AttestationReport report = new ReportBuilder(ReportVersion.V5)
                .put(ReportField.VMPL, AttestationReport.VMPL_OF_HOST)
                .put(ReportField.CURRENT_TCB, tcb)
                .put(ReportField.CURRENT_MIT_VECTOR, -1)
                .build();
        assertThat(report.number(ReportField.VMPL)).isEqualTo(0xffffffffL);
        assertThat(report.tcb(ReportField.CURRENT_TCB, TcbLayout.WITHOUT_FMC)).isEqualTo(tcb);
        assertThat(report.number(ReportField.CURRENT_MIT_VECTOR)).isEqualTo(-1);
        assertThat(report.signatureMissing()).isTrue();
        assertThat(report.show().fields()).anyMatch(field -> field.meaning().equals("asked for by the host"));
    }

    @Test
    void aSignatureIsPutBehind() {
        Bytes r = Bytes.ofHex("aa".repeat(48) + "00".repeat(24));
        Bytes s = Bytes.ofHex("bb".repeat(48) + "00".repeat(24));
        AttestationReport report = new ReportBuilder(ReportVersion.V2)
                .put(ReportField.POLICY, 0x30000)
                .build()
                .withSignature(r, s);
        assertThat(report.raw().slice(0x2a0, 72)).isEqualTo(r);
        assertThat(report.raw().slice(0x2e8, 72)).isEqualTo(s);
        assertThat(report.violations()).isEmpty();
    }

    @Test
    void refusesFieldsThatTheVersionLacks() {
        ReportBuilder builder = new ReportBuilder(ReportVersion.V3);
        refused("report.field", () -> builder.put(ReportField.LAUNCH_MIT_VECTOR, 1));
        refused("report.field", () -> builder.put(ReportField.VERSION, 2));
        refused("field.size", () -> builder.put(ReportField.CHIP_ID, Bytes.of(new byte[8])));
        refused("field.range", () -> builder.put(ReportField.CPUID_FAM_ID, 256));
    }
}
