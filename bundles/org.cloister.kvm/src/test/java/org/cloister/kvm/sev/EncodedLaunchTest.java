// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Result;
import org.cloister.kvm.testing.Lent;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Launches over encoded bytes: what the kernel would be given, the secure processor in software gets. */
class EncodedLaunchTest {
    private final SnpGuestSupport snp = new SnpGuestSupport();
    private final EncodedPlatform platform = new EncodedPlatform(new SoftSev(PlatformSettings.DEFAULT));

    @BeforeEach
    void linux() {
        assumeTrue(Descriptor.obstacle().isEmpty(), () -> Descriptor.obstacle().get());
    }

    @Test
    void theSampleFirmwareGetsTheDigestOfItsPlan() {
        LaunchPlan plan = snp.plan(request(SampleFirmware.image(), 4));
        assertThat(launch(plan)).isEqualTo(snp.expect(plan).orElseThrow().value());
        // INIT2, START, an update for each range, FINISH
        assertThat(platform.calls).isEqualTo(plan.ranges().size() + 3);
    }

    @Test
    void ovmfGetsTheDigestThatAnIndependentToolComputed() {
        Bytes firmware = Bytes.of(DataFolder.bytes("firmware/OVMF.amdsev.fd"));
        Row row = DataFolder.rows("expected/measurements.csv", line -> line.startsWith("snp,1,EPYC-v4,0x1,,,"))
                .findFirst()
                .orElseThrow();
        LaunchPlan plan = snp.plan(request(new Image("OVMF", firmware), 1));
        assertThat(launch(plan).hex()).isEqualTo(row.cells()[8]);
    }

    @Test
    void aRefusalComesBackWithBothNumbers() {
        try (VirtualMachine machine = machine()) {
            SevChannel channel = machine.adapt(SevChannel.class).orElseThrow();
            assertThatThrownBy(() -> channel.execute(new SevInit2(0, 1, 0)))
                    .isInstanceOfSatisfying(SevCommandException.class, e -> {
                        assertThat(e.errno()).isEqualTo(Errno.EINVAL);
                        assertThat(e.firmwareStatus()).isEqualTo(FirmwareStatus.NOT_CALLED);
                    });
            channel.execute(new SevInit2(0, 0, 0));
            // Bit 17 is set, so the kernel lets it pass; an ABI minor of 255 is above any firmware's
            assertThatThrownBy(() -> channel.execute(new SnpLaunchStart(0x2ffffL, Bytes.of(new byte[16]), 0)))
                    .isInstanceOfSatisfying(SevCommandException.class, e -> {
                        assertThat(e.errno()).isEqualTo(Errno.EIO);
                        assertThat(e.firmwareStatus()).isEqualTo(FirmwareStatus.POLICY_FAILURE.code());
                    });
        }
    }

    @Test
    void commandsOfOtherTypesAreRefusedAsTheKernelDoes() {
        try (VirtualMachine machine = machine()) {
            SevChannel channel = machine.adapt(SevChannel.class).orElseThrow();
            channel.execute(new SevInit2(0, 0, 0));
            assertThatThrownBy(() -> channel.execute(LaunchMeasure.LENGTH))
                    .isInstanceOfSatisfying(
                            SevCommandException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
            assertThatThrownBy(() -> channel.execute(BareSevCommand.LAUNCH_FINISH))
                    .isInstanceOfSatisfying(
                            SevCommandException.class,
                            e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
        }
    }

    @Test
    void aLengthIsToldByARefusal() {
        // As the firmware does: INVALID_LEN, with the length in the struct
        KernelSevChannel channel = new KernelSevChannel(
                address -> {
                    NativeMemory memory = new NativeMemory();
                    Bytes envelope = memory.read(address, 24);
                    memory.write(address + 16, Bytes.ofHex("04000000"));
                    memory.write(envelope.buffer().getLong(8) + 8, Bytes.ofHex("30000000"));
                    return new Result(-1, Errno.EIO);
                },
                () -> 0);
        assertThat(channel.execute(LaunchMeasure.LENGTH).length()).isEqualTo(48);
    }

    private VirtualMachine machine() {
        LaunchPlan plan = snp.plan(request(SampleFirmware.image(), 1));
        return platform.create(new MachineSpec(plan.type(), plan.memory(), 1));
    }

    private static GuestRequest request(Image firmware, int vcpus) {
        return new GuestRequest(firmware, Optional.empty(), vcpus, "EPYC-v4", 64 << 20, Map.of());
    }

    private Bytes launch(LaunchPlan plan) {
        GuestRequest request = request(SampleFirmware.image(), plan.vcpus().size());
        MachineSpec spec =
                new MachineSpec(plan.type(), plan.memory(), plan.vcpus().size());
        try (VirtualMachine vm = platform.create(spec)) {
            plan.vcpus().forEach(vm::setVcpu);
            Machine machine = new Lent(platform.facts(), vm);
            LaunchContext context = snp.init(request, plan, machine);
            context = snp.start(context, machine);
            for (InitialRange range : plan.ranges()) {
                context = snp.update(context, range, machine);
            }
            context = snp.finish(context, machine);
            return snp.measure(context, machine).value().value();
        }
    }
}
