// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.host.DeviceNode;
import org.cloister.kvm.run.KvmRunner;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.KvmVm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real kernel without SEV: every command is refused, and the message says what would have to be switched on. */
class WithoutSevTest {
    @BeforeEach
    void kvmWithoutSev() {
        assumeTrue(
                new KvmRunner().obstacle().isEmpty(),
                () -> new KvmRunner().obstacle().get());
        assumeFalse(Files.exists(Path.of(DeviceNode.SEV)), "this host has SEV");
    }

    static Stream<SevCommand<?>> commands() {
        Bytes page = Bytes.of(new byte[16]);
        return Stream.concat(
                List.<SevCommand<?>>of(BareSevCommand.values()).stream(),
                Stream.<SevCommand<?>>of(
                        new SevInit2(0, 0, 0),
                        new LaunchStart(0, 0, Bytes.EMPTY, Bytes.EMPTY),
                        new LaunchUpdateData(0x1000, 16),
                        new LaunchMeasure(48),
                        new SnpLaunchStart(0x30000, page, 0),
                        new SnpLaunchUpdate(0, 0x1000, 4096, SnpPageType.NORMAL, 0),
                        new SnpLaunchFinish(Optional.empty(), false, false, Bytes.of(new byte[32]), 0)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysThatSevIsNotEnabled(SevCommand<?> command) {
        try (KvmSystem kvm = KvmSystem.open();
                KvmVm vm = kvm.createVm(VmType.DEFAULT)) {
            KernelSevChannel channel = new KernelSevChannel(vm::encryptOp, () -> -1);
            assertThatThrownBy(() -> channel.execute(command)).isInstanceOfSatisfying(SevCommandException.class, e -> {
                assertThat(e.errno()).isEqualTo(Errno.ENOTTY);
                assertThat(e.firmwareStatus()).isEqualTo(FirmwareStatus.NOT_CALLED);
                assertThat(e).hasMessageContaining("SEV is not enabled").hasMessageContaining("kvm_amd");
            });
        }
    }

    @Test
    void regionsAndContextsAreRefusedLikewise() {
        try (KvmSystem kvm = KvmSystem.open();
                KvmVm vm = kvm.createVm(VmType.DEFAULT)) {
            assertThat(vm.registerRegion(0x1000, 4096).errno()).isEqualTo(Errno.ENOTTY);
            assertThat(vm.unregisterRegion(0x1000, 4096).errno()).isEqualTo(Errno.ENOTTY);
        }
    }

    @Test
    void theSecureProcessorIsSaidToBeMissing() {
        assertThatThrownBy(() -> new SevDevice(DeviceNode.SEV).execute(new GetPlatformStatus()))
                .isInstanceOfSatisfying(
                        SevCommandException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .isInstanceOf(CloisterException.class)
                .hasMessageContaining("/dev/sev");
    }
}
