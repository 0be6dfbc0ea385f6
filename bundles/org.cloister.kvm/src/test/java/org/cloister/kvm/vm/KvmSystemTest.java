// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.status.Errno;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.host.DeviceNode;
import org.cloister.kvm.libc.Descriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KvmSystemTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path folder;

    @Test
    void withoutANodeTheModuleIsNamed() {
        linux();
        assertThatThrownBy(() -> KvmSystem.open(folder + "/kvm"))
                .satisfies(host("kvm.missing", "kvm_amd", "SVM", "firmware setup"));
    }

    @Test
    void withoutPermissionTheGroupIsNamed() {
        linux();
        assumeTrue(Files.exists(Path.of(DeviceNode.KVM)), "there is no " + DeviceNode.KVM);
        // What another user may not read where this is built is loaded before
        String remedy = NodeOwners.remedy(DeviceNode.KVM);
        assertThatThrownBy(() -> KvmSystem.open("/none")).satisfies(host("kvm.missing", "kvm_amd"));
        // For this thread alone, the owner that files are opened as
        Function setfsuid = NativeLibrary.getInstance("c").getFunction("setfsuid");
        int own = setfsuid.invokeInt(new Object[] {NOBODY});
        try {
            assumeTrue(setfsuid.invokeInt(new Object[] {NOBODY}) == NOBODY, "only root can be another user");
            assumeTrue(!worldMayOpen(), DeviceNode.KVM + " is open to every user here");
            assertThatThrownBy(KvmSystem::open).satisfies(host("kvm.permission", remedy));
        } finally {
            setfsuid.invokeInt(new Object[] {own});
        }
    }

    private static boolean worldMayOpen() {
        return Descriptor.open(DeviceNode.KVM, true)
                .descriptor()
                .map(node -> {
                    node.close();
                    return true;
                })
                .orElse(false);
    }

    @Test
    void aNodeWithoutDriverIsToldFromNone() throws IOException, InterruptedException {
        linux();
        // Misc devices of a local number that nobody registers
        Path node = folder.resolve("kvm");
        Process made = new ProcessBuilder("mknod", node.toString(), "c", "10", "250").start();
        assumeTrue(made.waitFor() == 0, "only root can make a device node");
        Descriptor.Opened opened = Descriptor.open(node.toString(), true);
        assumeTrue(opened.result().errno() != Errno.EACCES, "device nodes are not allowed in " + folder);
        assertThatThrownBy(() -> KvmSystem.open(node.toString()))
                .satisfies(host("kvm.driver", "kvm_amd", "firmware setup"));
    }

    @Test
    void whatIsNotKvmIsToldByItsAnswer() {
        linux();
        assertThatThrownBy(() -> KvmSystem.open("/dev/zero")).satisfies(host("kvm.version", "version 12", "ENOTTY"));
    }

    @Test
    void everyFailureToOpenHasARemedy() {
        for (int errno : new int[] {Errno.ENOENT, Errno.EACCES, Errno.EPERM, Errno.ENODEV, Errno.ENXIO, Errno.EBUSY}) {
            CloisterException e = KvmProblems.notOpened(DeviceNode.KVM, errno);
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(e.problem().remedy()).isNotBlank();
        }
    }

    @Test
    void theSystemTellsWhatItCan() {
        try (KvmSystem system = Guest.system()) {
            assertThat(system.capability(KvmCapability.USER_MEMORY)).isPositive();
            assertThat(system.capability(KvmCapability.MAX_VCPUS)).isPositive();
            assertThat(system.vmTypes()).contains(VmType.DEFAULT);
            assertThat(system.supportedCpuid())
                    .anyMatch(leaf -> leaf.function() == 0 && leaf.eax() > 0)
                    .doesNotHaveDuplicates();
            assertThat(system.guestMsrs()).contains(0xC0000081, 0x277);
        }
    }

    @Test
    void anMsrThatKvmDoesNotShowIsEmpty() {
        Guest.assumeUnknownMsrsAreRefused();
        try (KvmSystem system = Guest.system()) {
            assertThat(system.featureMsrs())
                    .allSatisfy(index -> assertThat(system.featureMsr(index)).isPresent());
            assertThat(system.featureMsr(0x12345678)).isEmpty();
        }
    }

    @Test
    void attributesAreThereOrEmpty() {
        try (KvmSystem system = Guest.system()) {
            assumeTrue(system.capability(KvmCapability.SYS_ATTRIBUTES) > 0, "this kernel has no attributes");
            // Group 0, attribute 0: which XSAVE components guests can have; x87 and SSE always
            assertThat(system.hasAttribute(0, 0)).isTrue();
            assertThat(system.attribute(0, 0).orElseThrow() & 3).isEqualTo(3);
            assertThat(system.hasAttribute(0x7fff, 0)).isFalse();
            assertThat(system.attribute(0x7fff, 0)).isEmpty();
            assertThat(system.attribute(SevAttribute.GROUP, SevAttribute.VMSA_FEATURES.number())
                            .isPresent())
                    .isEqualTo(system.hasAttribute(SevAttribute.GROUP, SevAttribute.VMSA_FEATURES.number()));
        }
    }

    @ParameterizedTest
    @EnumSource(VmType.class)
    void aTypeIsMadeOrRefusedByNameWithARemedy(VmType type) {
        try (KvmSystem system = Guest.system()) {
            Set<VmType> offered = system.vmTypes();
            if (offered.contains(type)) {
                system.createVm(type).close();
            } else {
                assertThatThrownBy(() -> system.createVm(type))
                        .satisfies(host("kvm.vm-type", type.title(), type.kernelName(), type.remedy()));
            }
        }
    }

    @Test
    void aMachineLivesOnWhenTheSystemIsClosed() {
        try (Guest guest = Guest.real("f4")) {
            assertThat(guest.vm.capability(KvmCapability.USER_MEMORY)).isPositive();
        }
    }

    @Test
    void aMachineWithoutSevSaysSo() {
        try (KvmSystem system = Guest.system()) {
            assumeTrue(!system.vmTypes().contains(VmType.SEV), "this kernel has SEV");
            try (KvmVm vm = system.createVm(VmType.DEFAULT)) {
                assertThat(vm.encryptOp(0).errno()).isEqualTo(Errno.ENOTTY);
                assertThat(vm.registerRegion(0x1000, 0x1000).errno()).isEqualTo(Errno.ENOTTY);
                assertThat(vm.unregisterRegion(0x1000, 0x1000).errno()).isEqualTo(Errno.ENOTTY);
            }
        }
    }

    @Test
    void interruptControllersAreMadeBeforeVcpus() {
        try (KvmSystem system = Guest.system();
                KvmVm vm = system.createVm(VmType.DEFAULT)) {
            vm.setTssAddress(0xfffbd000L);
            vm.splitIrqchip(24);
            vm.createVcpu(0);
            assertThatThrownBy(vm::createIrqchip).hasMessageContaining("KVM_CREATE_IRQCHIP");
        }
    }

    @Test
    void theSameVcpuTwiceIsRefused() {
        try (Guest guest = Guest.real("f4")) {
            assertThatThrownBy(() -> guest.vm.createVcpu(0))
                    .hasMessageContaining("vCPU 0")
                    .hasMessageContaining("EEXIST");
        }
    }

    private static void linux() {
        assumeTrue(Descriptor.obstacle().isEmpty(), () -> Descriptor.obstacle().get());
    }

    private static Consumer<Throwable> host(String code, String... words) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(CloisterException.class).hasMessageContainingAll(words);
            Problem problem = ((CloisterException) thrown).problem();
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(problem.remedy()).isNotBlank();
        };
    }
}
