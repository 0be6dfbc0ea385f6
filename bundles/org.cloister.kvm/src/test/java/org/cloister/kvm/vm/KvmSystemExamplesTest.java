// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.cloister.testing.JavadocExamples;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of {@link KvmSystem}, on this machine's kernel. */
class KvmSystemExamplesTest {
    private KvmSystem system;

    @BeforeEach
    void kvm() {
        system = Guest.system();
    }

    @AfterEach
    void closed() {
        // Where there is no KVM, nothing was opened
        if (system != null) {
            system.close();
        }
    }

    @Test
    void opened() {
        // Example: open()
        try (KvmSystem kvm = KvmSystem.open();
                KvmVm vm = kvm.createVm(VmType.DEFAULT)) {
            vm.createVcpu(0);
        }
        // End
    }

    @Test
    void openedByName() {
        // Example: open(String)
        try (KvmSystem kvm = KvmSystem.open("/dev/kvm")) {
            kvm.vmTypes().forEach(type -> System.out.println(type.kernelName()));
        }
        // End
    }

    @Test
    void capability() {
        // Example: capability(KvmCapability)
        int most = system.capability(KvmCapability.MAX_VCPUS);
        boolean privateMemory = system.capability(KvmCapability.GUEST_MEMFD) > 0;
        // End
        assertThat(most).isPositive();
        assertThat(privateMemory || !system.vmTypes().contains(VmType.SNP)).isTrue();
    }

    @Test
    void capabilityByNumber() {
        // Example: capability(int)
        int most = system.capability(66); // KVM_CAP_MAX_VCPUS
        // End
        assertThat(most).isEqualTo(system.capability(KvmCapability.MAX_VCPUS));
    }

    @Test
    void types() {
        // Example: vmTypes()
        Set<VmType> types = system.vmTypes();
        if (!types.contains(VmType.SNP)) {
            System.out.println(VmType.SNP.remedy());
        }
        // End
        assertThat(types).contains(VmType.DEFAULT);
    }

    @Test
    void cpuid() {
        try (KvmVm vm = system.createVm(VmType.DEFAULT)) {
            KvmVcpu vcpu = vm.createVcpu(0);
            // Example: supportedCpuid()
            List<KvmCpuidEntry> leaves = system.supportedCpuid();
            vcpu.state().setCpuid(leaves);
            // End
            // Kernels leave out some leaves of zeros that they were given
            assertThat(vcpu.state().cpuid())
                    .extracting(KvmCpuidEntry::function)
                    .contains(0, 1)
                    .isSubsetOf(leaves.stream().map(KvmCpuidEntry::function).toList());
        }
    }

    @Test
    void features() {
        Guest.assumeUnknownMsrsAreRefused();
        // Example: featureMsrs()
        for (int number : system.featureMsrs()) {
            long value = system.featureMsr(number).orElseThrow();
            System.out.printf("%#x = %#x%n", number, value);
        }
        // End
        // Example: featureMsr(int)
        OptionalLong microcode = system.featureMsr(0x8b); // PATCH_LEVEL
        microcode.ifPresent(level -> System.out.printf("microcode %#x%n", level));
        // End
        assertThat(microcode.isPresent()).isEqualTo(system.featureMsrs().contains(0x8b));
    }

    @Test
    void msrs() {
        try (KvmVm vm = system.createVm(VmType.DEFAULT)) {
            KvmVcpu vcpu = vm.createVcpu(0);
            // Example: guestMsrs()
            boolean clock = system.guestMsrs().contains(0x10); // TSC
            // End
            assertThat(clock).isTrue();
            assertThat(vcpu.state().msrs(List.of(0x10))).containsKey(0x10);
        }
    }

    @Test
    void attributes() {
        Needs.that(system.capability(KvmCapability.SYS_ATTRIBUTES) > 0, () -> "a kernel with attributes of the system");
        // Example: hasAttribute(int, long)
        boolean policies = system.hasAttribute(SevAttribute.GROUP, SevAttribute.SNP_POLICY_BITS.number());
        // End
        // Example: attribute(int, long)
        OptionalLong bits = system.attribute(SevAttribute.GROUP, SevAttribute.SNP_POLICY_BITS.number());
        bits.ifPresent(mask -> System.out.printf("policies may have the bits %#x%n", mask));
        // End
        assertThat(bits.isPresent()).isEqualTo(policies);
    }

    @Test
    void machine() {
        // Example: createVm(VmType)
        VmType type = system.vmTypes().contains(VmType.SNP) ? VmType.SNP : VmType.DEFAULT;
        try (KvmVm vm = system.createVm(type)) {
            System.out.println(vm.type().kernelName());
        }
        // End
    }

    @Test
    void whatOutlivesIt() {
        // Example: close()
        KvmVm vm = system.createVm(VmType.DEFAULT);
        system.close();
        vm.createVcpu(0); // the machine lives on
        // End
        vm.close();
        assertThatThrownBy(system::vmTypes).hasMessageContaining("KVM_CHECK_EXTENSION");
    }

    @Test
    void theJavadocHoldsThem() throws IOException {
        JavadocExamples.of("kvm", KvmSystem.class.getName(), getClass()).require();
    }
}
