// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.client.Process.Answer;
import org.cloister.softsev.machine.SoftKvmDevice;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The host's halves of the kernel's selftests sev_init2_tests, sev_dbg_test and sev_smoke_test
 * (tools/testing/selftests/kvm/x86), from what they assert; docs/clients.md has the table.
 */
class KernelSelftestsTest {
    private static final Answer DONE = new Answer(0, 0);
    private static final Answer INVALID = new Answer(22, -1);
    private static final int PAGE = 4096;
    private static final long RAM = Process.BASE + 0x10000;
    private static final long BUFFER = Process.BASE + 0x8000;

    private final SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT);
    private final SoftKvm kvm = new SoftKvmDevice(processor);
    private final Process process = new Process(0x40000);

    @AfterEach
    void nothingIsLeft() {
        assertThat(processor.machines() + processor.guests() + processor.asids())
                .isZero();
    }

    // sev_init2_tests

    @Test
    void theTypesOfMachinesAreThoseOfTheProcessor() {
        assertThat(kvm.vmTypes()).containsExactly(VmType.DEFAULT, VmType.SEV, VmType.SEV_ES, VmType.SNP);
        SoftKvm less = new SoftKvmDevice(new SoftProcessor(
                new PlatformSettings(10, 1, 51, 1, PlatformSettings.DEFAULT.generation(), 0, 4, 1L << 30)));
        assertThat(less.vmTypes()).containsExactly(VmType.DEFAULT, VmType.SEV);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEV", "SEV_ES", "SNP"})
    void init2TakesTheTypesThatAreItsOwn(VmType type) {
        assertThat(init2(type, 0, 0)).isEqualTo(DONE);
    }

    @Test
    void init2TakesNoMachineOfTheDefaultType() {
        assertThat(init2(VmType.DEFAULT, 0, 0)).isEqualTo(INVALID);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEV", "SEV_ES", "SNP"})
    void init2TakesNoFlag(VmType type) {
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            assertThat(init2(type, 0, 1 << bit)).as("flag bit %d", bit).isEqualTo(INVALID);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SEV", "SEV_ES", "SNP"})
    void init2TakesTheFeaturesThatTheAttributeTells(VmType type) {
        long known = type == VmType.SEV
                ? 0
                : kvm.attribute(SevAttribute.VMSA_FEATURES).orElseThrow();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            boolean taken = (known >>> bit & 1) != 0;
            assertThat(init2(type, 1L << bit, 0)).as("feature bit %d", bit).isEqualTo(taken ? DONE : INVALID);
        }
    }

    // sev_dbg_test

    @ParameterizedTest
    @CsvSource({"SEV, 0", "SEV_ES, 4"})
    void debuggingGoesThereAndBackAtEachAlignment(VmType type, int policy) {
        int size = 2 * PAGE;
        byte[] pattern = pattern(size, 0x5a);
        process.write(RAM, pattern);
        try (ClientMachine machine = launched(type, policy, size)) {
            assertThat(crypt(machine, 17, RAM, BUFFER, size))
                    .as("the whole of it")
                    .isEqualTo(DONE);
            assertThat(bytes(BUFFER, size)).isEqualTo(pattern);
            for (int offset : offsets()) {
                for (int length : lengths(size)) {
                    if (offset + length <= size) {
                        thereAndBack(machine, offset, length);
                    }
                }
            }
        }
    }

    private void thereAndBack(ClientMachine machine, int offset, int length) {
        byte[] before = decrypted(machine);
        byte[] written = pattern(length, offset * 31 + length);
        process.write(BUFFER, written);
        assertThat(crypt(machine, 18, BUFFER, RAM + offset, length)).isEqualTo(DONE);
        System.arraycopy(written, 0, before, offset, length);
        assertThat(decrypted(machine)).as("%d bytes at %d", length, offset).isEqualTo(before);
        assertThat(crypt(machine, 17, RAM + offset, BUFFER, length)).isEqualTo(DONE);
        assertThat(bytes(BUFFER, length)).isEqualTo(written);
    }

    private byte[] decrypted(ClientMachine machine) {
        long target = Process.BASE + 0x20000;
        assertThat(crypt(machine, 17, RAM, target, 2 * PAGE)).isEqualTo(DONE);
        return bytes(target, 2 * PAGE);
    }

    private static int[] offsets() {
        int[] small = {0, 1, 8, 15, 16, 23};
        return IntStream.concat(Arrays.stream(small), Arrays.stream(small).map(offset -> PAGE - 24 + offset))
                .toArray();
    }

    private static List<Integer> lengths(int size) {
        List<Integer> lengths = new ArrayList<>(List.of(1, 8, 15, 16, 17, 32, 33));
        for (int beside : new int[] {0, 1, 8, 15, 16, 17, 32, 33}) {
            lengths.addAll(List.of(PAGE - beside, PAGE + beside, size - beside));
        }
        return lengths;
    }

    // sev_smoke_test, up to where the guest would run

    @ParameterizedTest
    @CsvSource({"SEV, 0", "SEV, 1", "SEV_ES, 4", "SEV_ES, 5"})
    void aGuestIsLaunchedWithItsPolicyAndMayRun(VmType type, int policy) {
        process.write(RAM, pattern(PAGE, 3));
        try (ClientMachine machine = launched(type, policy, PAGE)) {
            assertThat(status(machine)).containsExactly(policy, 1);
            byte[] measure = Process.struct(16)
                    .putLong(0, BUFFER)
                    .putInt(8, LaunchMeasurementMac.SIZE + 16)
                    .array();
            assertThat(process.op(machine, 6, measure)).isEqualTo(DONE);
            assertThat(status(machine)).containsExactly(policy, 2);
            assertThat(process.op(machine, 7, 0)).isEqualTo(DONE);
            assertThat(status(machine)).containsExactly(policy, 3);
        }
    }

    /** The FPU that the host set is what the guest finds: it is in the VMSA of machines that INIT2 initialised. */
    @Test
    void theFpuIsInTheVmsa() {
        VcpuState state = VcpuState.of(0, Map.of("mxcsr", 0x1f80L, "x87_fcw", 0x37fL));
        VcpuState bare = VcpuState.of(0, Map.of());
        assertThat(Vmsa.encode(state)).isNotEqualTo(Vmsa.encode(bare));
        assertThat(digest(state)).isNotEqualTo(digest(bare));
    }

    private String digest(VcpuState state) {
        try (ClientMachine machine = kvm.createVm(VmType.SEV_ES, process, Privacy.ENCRYPTED)) {
            process.op(machine, 22, new byte[48]);
            process.op(machine, 2, Process.struct(40).putInt(4, 4).array());
            machine.createVcpu(0);
            assertThat(machine.setVcpu(state)).isZero();
            assertThat(process.op(machine, 4, 0)).isEqualTo(DONE);
            assertThat(machine.setVcpu(state)).as("protected").isEqualTo(22);
            byte[] measure = Process.struct(16).putLong(0, BUFFER).putInt(8, 48).array();
            process.op(machine, 6, measure);
            byte[] report =
                    Process.struct(32).putLong(16, BUFFER).putInt(24, 208).array();
            assertThat(process.op(machine, 20, report)).isEqualTo(DONE);
            return Arrays.toString(bytes(BUFFER + 16, 32));
        }
    }

    private Answer init2(VmType type, long features, int flags) {
        try (ClientMachine machine = kvm.createVm(type, process, Privacy.ENCRYPTED)) {
            byte[] struct =
                    Process.struct(48).putLong(0, features).putInt(8, flags).array();
            return process.op(machine, 22, struct);
        }
    }

    private ClientMachine launched(VmType type, int policy, int size) {
        ClientMachine machine = kvm.createVm(type, process, Privacy.ENCRYPTED);
        assertThat(process.op(machine, 22, new byte[48])).isEqualTo(DONE);
        assertThat(process.op(machine, 2, Process.struct(40).putInt(4, policy).array()))
                .isEqualTo(DONE);
        ByteBuffer update = Process.struct(16).putLong(0, RAM).putInt(8, size);
        assertThat(process.op(machine, 3, update.array())).isEqualTo(DONE);
        if (type == VmType.SEV_ES) {
            machine.createVcpu(0);
            assertThat(process.op(machine, 4, 0)).isEqualTo(DONE);
        }
        return machine;
    }

    private int[] status(ClientMachine machine) {
        assertThat(process.op(machine, 16, new byte[12])).isEqualTo(DONE);
        ByteBuffer answer = process.answered(12);
        return new int[] {answer.getInt(4), answer.getInt(8)};
    }

    private Answer crypt(ClientMachine machine, int id, long from, long to, int length) {
        byte[] struct = Process.struct(24)
                .putLong(0, from)
                .putLong(8, to)
                .putInt(16, length)
                .array();
        return process.op(machine, id, struct);
    }

    private byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        process.read(address, bytes);
        return bytes;
    }

    private static byte[] pattern(int length, int seed) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }
}
