// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
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

/** Machines as QEMU makes them, in bytes: processors and memory after the start, sources wherever it likes. */
class ClientLaunchTest {
    private static final int INIT2 = 22;
    private static final int SNP_START = 100;
    private static final int SNP_UPDATE = 101;
    private static final int SNP_FINISH = 102;
    private static final int REQUEST_CERTIFICATES = 103;
    private static final int PAGE = 4096;
    private static final Answer DONE = new Answer(0, 0);
    private static final Answer INVALID = new Answer(22, -1);
    /** Where the program has its guest's memory, and where it prepares pages. */
    private static final long RAM = Process.BASE + 0x100000;

    private static final long SOURCE = Process.BASE + 0x10000;

    private static final long GPA = 0xfff00000L;

    private final SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT);
    private final SoftKvm kvm = new SoftKvmDevice(processor);
    private final Process process = new Process(0x200000);

    @AfterEach
    void nothingIsLeft() {
        assertThat(process.pinned).isEmpty();
        assertThat(processor.machines() + processor.guests() + processor.asids())
                .isZero();
        assertThat(processor.pages()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void snpInTheOrderOfQemu(Privacy privacy) {
        byte[] firmware = random(2 * PAGE);
        try (ClientMachine machine = started(privacy)) {
            for (int vcpu = 0; vcpu < 2; vcpu++) {
                assertThat(machine.createVcpu(vcpu)).isZero();
            }
            assertThat(machine.createVcpu(1)).as("EEXIST").isEqualTo(17);
            assertThat(machine.setMemoryRegion(new ClientSlot(0, GPA, 0x100000, RAM, true)))
                    .isZero();
            assertThat(machine.setMemoryAttributes(GPA, 2 * PAGE, 8)).isZero();
            process.write(SOURCE, firmware);
            assertThat(update(machine, SOURCE, firmware.length, 1)).isEqualTo(DONE);
            assertThat(process.answered(64).getLong(0)).isEqualTo(GPA / PAGE + 2);
            assertThat(process.answered(64).getLong(8)).isEqualTo(SOURCE + firmware.length);
            assertThat(process.answered(64).getLong(16)).isZero();
            assertThat(machine.setVcpu(VcpuState.of(0, Map.of("rip", 0xfff0L)))).isZero();
            assertThat(process.op(machine, SNP_FINISH, new byte[88])).isEqualTo(DONE);
            assertThat(machine.setVcpu(VcpuState.of(0, Map.of())))
                    .as("the guest's now")
                    .isEqualTo(22);
            LaunchDigest expected = new LaunchDigest();
            expected.extend(SnpPageType.NORMAL, GPA, Bytes.of(firmware));
            for (Map<String, Long> registers :
                    Arrays.asList(Map.of("rip", 0xfff0L, "sev_features", 1L), Map.of("sev_features", 1L))) {
                expected.extend(SnpPageType.VMSA, LaunchDigest.VMSA_GPA, Vmsa.encode(VcpuState.of(0, registers)));
            }
            assertThat(machine.adapt(SnpLaunchInspection.class).orElseThrow().launchDigest())
                    .isEqualTo(expected.value());
            assertThat(machine.guestRead(GPA, firmware.length)).isEqualTo(Bytes.of(firmware));
            byte[] seen = Arrays.copyOfRange(process.bytes, 0x100000, 0x100000 + firmware.length);
            assertThat(seen).isEqualTo(privacy == Privacy.READABLE ? firmware : new byte[firmware.length]);
        }
    }

    @Test
    void whoExecutesChangesReadablePagesWhereTheyLie() {
        try (ClientMachine machine = ready(Privacy.READABLE)) {
            assertThat(update(machine, SOURCE, PAGE, 3)).isEqualTo(DONE);
            process.write(RAM + 7, new byte[] {42});
            assertThat(machine.guestRead(GPA + 7, 1)).isEqualTo(Bytes.ofHex("2a"));
        }
    }

    /** The first page that goes wrong fails the call, a later one ends it before itself. */
    @ParameterizedTest
    @CsvSource({"shared", "assigned", "unreadable"})
    void pagesThatGoWrongAreNumbersOfTheKernels(String what) {
        try (ClientMachine machine = ready(Privacy.ENCRYPTED)) {
            long second = GPA + PAGE;
            long source = what.equals("unreadable") ? Process.BASE + process.bytes.length - PAGE : SOURCE;
            switch (what) {
                case "shared" -> machine.setMemoryAttributes(second, PAGE, 0);
                case "assigned" -> update(machine, second, SOURCE, PAGE, 3);
                default -> {}
            }
            assertThat(update(machine, second, source + PAGE, PAGE, 1)).isEqualTo(new Answer(5, 0));
            assertThat(update(machine, source, 2 * PAGE, 1)).isEqualTo(DONE);
            assertThat(process.answered(64).getLong(0)).isEqualTo(GPA / PAGE + 1);
            assertThat(process.answered(64).getLong(16)).isEqualTo(PAGE);
        }
    }

    @Test
    void aCpuidPageThatIsRefusedComesBackCorrectedAndCanBeTriedAgain() {
        CpuidPageEntry bad = new CpuidPageEntry(0x6, 0, 0, 0, 6, 1, 1, 0);
        CpuidPageEntry good = new CpuidPageEntry(0x6, 0, 0, 0, 4, 0, 1, 0);
        CpuidPageEntry other = new CpuidPageEntry(0x40000000, 0, 0, 0, 1, 2, 3, 4);
        try (ClientMachine machine = ready(Privacy.ENCRYPTED)) {
            process.write(
                    SOURCE, CpuidPage.of(java.util.List.of(bad, other)).page().toArray());
            assertThat(update(machine, SOURCE, PAGE, 6)).isEqualTo(new Answer(5, 0x16));
            assertThat(page(SOURCE))
                    .isEqualTo(CpuidPage.of(java.util.List.of(good, other)).page());
            // A client may drop the leaf instead
            Bytes dropped = CpuidPage.of(java.util.List.of(other)).page();
            process.write(SOURCE, dropped.toArray());
            assertThat(update(machine, SOURCE, PAGE, 6)).isEqualTo(DONE);
            assertThat(machine.guestRead(GPA, PAGE)).isEqualTo(dropped);
        }
    }

    @Test
    void certificatesAreAskedForBeforeTheFirstProcessor() {
        try (ClientMachine machine = kvm.createVm(VmType.SNP, process, Privacy.ENCRYPTED)) {
            assertThat(process.op(machine, REQUEST_CERTIFICATES, 0)).isEqualTo(INVALID);
            assertThat(process.op(machine, INIT2, new byte[48])).isEqualTo(DONE);
            assertThat(process.op(machine, REQUEST_CERTIFICATES, 0)).isEqualTo(DONE);
            machine.createVcpu(0);
            assertThat(process.op(machine, REQUEST_CERTIFICATES, 0)).isEqualTo(INVALID);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sevWithoutSlots(Privacy privacy) {
        byte[] firmware = random(PAGE + 32);
        try (ClientMachine machine = kvm.createVm(VmType.SEV, process, privacy)) {
            assertThat(process.op(machine, INIT2, new byte[48])).isEqualTo(DONE);
            assertThat(process.op(machine, 2, new byte[40])).isEqualTo(DONE);
            assertThat(machine.registerRegion(RAM, 0x100000)).isZero();
            assertThat(process.pinned).hasSize(1);
            process.write(RAM, firmware);
            ByteBuffer update = Process.struct(16).putLong(0, RAM).putInt(8, firmware.length);
            assertThat(process.op(machine, 3, update.array())).isEqualTo(DONE);
            byte[] seen = Arrays.copyOfRange(process.bytes, 0x100000, 0x100000 + firmware.length);
            assertThat(Arrays.equals(seen, firmware)).isEqualTo(privacy == Privacy.READABLE);
            assertThat(machine.setMemoryRegion(new ClientSlot(0, 0, 0x100000, RAM, false)))
                    .isZero();
            assertThat(machine.guestRead(0, firmware.length)).isEqualTo(Bytes.of(firmware));
            GuestPaging paging = machine.adapt(GuestPaging.class).orElseThrow();
            GuestPaging.Registers none = new GuestPaging.Registers(0, 0, 0, 0);
            assertThat(paging.read(none, 0, firmware.length)).isEqualTo(Bytes.of(firmware));
        }
    }

    @Test
    void aMachineOfTheDefaultTypeIsWhatItIsInitialisedAs() {
        for (int id = 0; id < 2; id++) {
            try (ClientMachine machine = kvm.createVm(VmType.DEFAULT, process, Privacy.ENCRYPTED)) {
                assertThat(process.op(machine, INIT2, new byte[48])).isEqualTo(INVALID);
                assertThat(process.op(machine, 2, new byte[40])).as("no guest").isEqualTo(new Answer(25, -1));
                assertThat(process.op(machine, id, 0)).isEqualTo(DONE);
                byte[] start = Process.struct(40).putInt(4, id == 0 ? 0 : 4).array();
                assertThat(process.op(machine, 2, start)).isEqualTo(DONE);
                machine.createVcpu(0);
                assertThat(process.op(machine, 4, 0)).isEqualTo(id == 0 ? new Answer(25, -1) : DONE);
            }
        }
    }

    @Test
    void aMachineWithoutProtectionHasProcessorsAndMemory() {
        try (ClientMachine machine = kvm.createVm(VmType.DEFAULT, process, Privacy.ENCRYPTED)) {
            assertThat(machine.createVcpu(0)).isZero();
            assertThat(machine.setMemoryRegion(new ClientSlot(0, 0, PAGE, RAM, false)))
                    .isZero();
            assertThat(machine.setMemoryRegion(new ClientSlot(1, PAGE, PAGE, RAM, true)))
                    .isEqualTo(22);
            assertThat(machine.registerRegion(RAM, PAGE)).isEqualTo(25);
            assertThat(process.op(machine, 0, 0)).as("vCPUs were made").isEqualTo(INVALID);
        }
    }

    private ClientMachine started(Privacy privacy) {
        ClientMachine machine = kvm.createVm(VmType.SNP, process, privacy);
        assertThat(process.op(machine, INIT2, new byte[48])).isEqualTo(DONE);
        byte[] start = Process.struct(64).putLong(0, 0x30000).array();
        assertThat(process.op(machine, SNP_START, start)).isEqualTo(DONE);
        return machine;
    }

    private ClientMachine ready(Privacy privacy) {
        ClientMachine machine = started(privacy);
        machine.setMemoryRegion(new ClientSlot(0, GPA, 0x100000, RAM, true));
        machine.setMemoryAttributes(GPA, 0x10000, 8);
        return machine;
    }

    private Answer update(ClientMachine machine, long source, int length, int type) {
        return update(machine, GPA, source, length, type);
    }

    private Answer update(ClientMachine machine, long gpa, long source, int length, int type) {
        ByteBuffer struct = Process.struct(64)
                .putLong(0, gpa / PAGE)
                .putLong(8, source)
                .putLong(16, length)
                .put(24, (byte) type);
        return process.op(machine, SNP_UPDATE, struct.array());
    }

    private Bytes page(long address) {
        byte[] page = new byte[PAGE];
        process.read(address, page);
        return Bytes.of(page);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }
}
