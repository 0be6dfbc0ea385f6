// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.POLICY;
import static org.cloister.softsev.machine.LaunchFixture.START;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.cpu.InitialState;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaunchFinishTest {
    private static final int MILAN = 0xa00f11;

    private final LaunchFixture bench = new LaunchFixture(new SoftProcessor(PlatformSettings.DEFAULT), 2);

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.processor.pages()).isZero();
    }

    /** Value from an independent implementation: two processors as QEMU starts them, nothing else. */
    @Test
    void measuresTheProcessorsInOrder() {
        new InitialState(Profile.INIT2, MILAN, 1).of(2, 0x80b004).forEach(bench.machine::setVcpu);
        bench.start();
        bench.channel.execute(FINISH);
        assertThat(bench.digest().hex())
                .isEqualTo(
                        "b1b330ea406c981715eb7081019618c4dae5585a193677a5486737afc65f18709dd56b69709cceb9ed16d3a4ac8cecfa");
    }

    @Test
    void writesTheMachinesFeaturesIntoEveryVmsa() {
        bench.machine.setVcpu(VcpuState.of(0, Map.of("rip", 0xfff0L)));
        bench.channel.execute(new SevInit2(0x20, 0, 0));
        bench.channel.execute(START);
        bench.channel.execute(FINISH);
        LaunchDigest expected = new LaunchDigest();
        for (Map<String, Long> registers :
                List.of(Map.of("rip", 0xfff0L, "sev_features", 0x21L), Map.of("sev_features", 0x21L))) {
            Bytes vmsa = Vmsa.encode(VcpuState.of(0, registers));
            expected.extend(SnpPageType.VMSA, LaunchDigest.VMSA_GPA, vmsa);
        }
        assertThat(bench.digest()).isEqualTo(expected.value());
        assertThat(bench.processor.pages()).isEqualTo(2);
    }

    @Test
    void refusesRegistersThatContradictTheMachine() {
        bench.machine.setVcpu(VcpuState.of(1, Map.of("sev_features", 0x21L)));
        bench.start();
        Bytes before = bench.digest();
        assertThat(refused(Errno.EINVAL, () -> bench.channel.execute(FINISH)))
                .hasMessageContaining("vCPU 1")
                .hasMessageContaining("0x21");
        assertThat(bench.digest()).isEqualTo(before);
        bench.machine.setVcpu(VcpuState.of(1, Map.of("sev_features", 1L)));
        bench.channel.execute(FINISH);
    }

    @Test
    void givesRegistersToTheGuestForGood() {
        VcpuState state = VcpuState.of(0, Map.of("rax", 1L));
        bench.machine.setVcpu(state);
        bench.start();
        bench.channel.execute(FINISH);
        failed("vcpu.sealed", () -> bench.machine.setVcpu(VcpuState.of(0, Map.of())));
        assertThat(bench.machine.vcpu(0)).isEqualTo(state);
        assertThat(bench.machine.vcpu(1).registers()).isEmpty();
    }

    @Test
    void knowsItsProcessorsAndTheirRegisters() {
        failed("vcpu.index", () -> bench.machine.setVcpu(VcpuState.of(2, Map.of())));
        failed("vcpu.index", () -> bench.machine.vcpu(2));
        failed("vcpu.index", () -> bench.machine.vcpu(-1));
        failed("vcpu.register", () -> bench.machine.setVcpu(VcpuState.of(0, Map.of("eax", 1L))));
        failed("vcpu.register", () -> bench.machine.setVcpu(VcpuState.of(0, Map.of("mxcsr", 1L << 32))));
        assertThat(bench.machine.vcpu(0).registers()).isEmpty();
    }

    @Test
    void refusalsExplainBothNumbers() {
        bench.channel.execute(new SevInit2(0, 0, 0));
        bench.channel.execute(LaunchFixture.startWith(POLICY));
        bench.channel.execute(FINISH);
        assertThat(refused(FirmwareStatus.INVALID_GUEST_STATE, () -> bench.channel.execute(FINISH)))
                .hasMessageContaining("SNP_LAUNCH_FINISH")
                .hasMessageContaining("EIO")
                .hasMessageContaining("INVALID_GUEST_STATE")
                .hasMessageContaining("RUNNING");
    }

    private static void failed(String code, ThrowingCallable call) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
