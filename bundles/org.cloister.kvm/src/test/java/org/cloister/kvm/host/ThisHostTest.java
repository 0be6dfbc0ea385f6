// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.cloister.api.Bytes;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.api.host.HostFacts.Ioctl;
import org.cloister.api.host.HostFacts.IoctlAnswer;
import org.cloister.api.host.HostFacts.Node;
import org.cloister.kvm.libc.Descriptor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisHostTest {
    private final ThisHost host = new ThisHost();

    @BeforeEach
    void linux() {
        Assumptions.assumeTrue(
                Descriptor.obstacle().isEmpty(), () -> Descriptor.obstacle().get());
    }

    @Test
    void theProcessorTellsTheVendorThatLinuxTells() throws IOException {
        Cpuid first = known(host.cpuid(0, 0));
        String vendor = text(first.ebx()) + text(first.edx()) + text(first.ecx());
        assertThat(java.nio.file.Files.readString(Path.of("/proc/cpuinfo"))).contains(vendor);
    }

    @Test
    void aSubleafIsHandedOver() {
        // The topology repeats the subleaf in ECX; a processor or hypervisor without that leaf answers otherwise
        Assumptions.assumeTrue(known(host.cpuid(0, 0)).eax() >= 0xb, "this processor has no leaf 0xb");
        Assumptions.assumeTrue(known(host.cpuid(0xb, 0)).ebx() != 0, "this processor tells no topology in leaf 0xb");
        assertThat(known(host.cpuid(0xb, 1)).ecx() & 0xff).isEqualTo(1);
        assertThat(known(host.cpuid(0xb, 0)).ecx() & 0xff).isEqualTo(0);
    }

    @Test
    void filesAreReadUpToTheLimit(@TempDir Path folder) throws IOException {
        Path file = java.nio.file.Files.writeString(folder.resolve("parameter"), "Yes");
        assertThat(host.file(file.toString(), 2)).isEqualTo(new Fact.Known<>(bytes("Ye")));
        assertThat(host.file(file.toString(), 64)).isEqualTo(new Fact.Known<>(bytes("Yes")));
        assertThat(host.file(folder + "/none", 64)).isInstanceOf(Fact.Absent.class);
        assertThat(host.folder(folder.toString())).isEqualTo(new Fact.Known<>(java.util.List.of("parameter")));
        assertThat(host.folder(file.toString())).isInstanceOf(Fact.Absent.class);
    }

    @Test
    void aNodeHasAnOwnerAGroupAndAMode(@TempDir Path folder) throws IOException {
        Path file = java.nio.file.Files.createFile(folder.resolve("node"));
        java.nio.file.Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Node node = known(host.node(file.toString()));
        assertThat(node.mode()).isEqualTo(0640);
        assertThat(node.user()).isEqualTo(java.nio.file.Files.getAttribute(file, "unix:uid"));
        assertThat(node.groupName())
                .isEqualTo(java.nio.file.Files.readAttributes(file, PosixFileAttributes.class)
                        .group()
                        .getName());
        assertThat(host.node(folder + "/none")).isInstanceOf(Fact.Absent.class);
    }

    @Test
    void aMissingNodeAndOneWithoutADriverAreTwoAnswers(@TempDir Path folder) {
        assertThat(host.device(folder + "/kvm", true)).isInstanceOf(Fact.Absent.class);
        Path node = folder.resolve("silent");
        Assumptions.assumeTrue(makeNode(node), "a device node can be made by root only");
        assertThat(host.device(node.toString(), true)).isEqualTo(new Fact.Known<>(false));
        assertThat(host.ioctl(Ioctl.of(node.toString(), 0xAE00, 0))).isInstanceOf(Fact.Absent.class);
    }

    @Test
    void kvmTellsItsVersion() {
        assumeKvm();
        IoctlAnswer answer = known(host.ioctl(Ioctl.of("/dev/kvm", 0xAE00, 0)));
        assertThat(answer.result()).isEqualTo(12);
        assertThat(answer.errno()).isZero();
    }

    @Test
    void aMachineIsAsked() {
        assumeKvm();
        // KVM_CHECK_EXTENSION of KVM_CAP_USER_MEMORY
        assertThat(known(host.machineIoctl(Ioctl.of("/dev/kvm", 0xAE03, 3))).result())
                .isEqualTo(1);
    }

    @Test
    void aStructComesBackWithoutTheAddressInIt() {
        assumeKvm();
        // KVM_GET_DEVICE_ATTR, group 0, attribute 0: the mask of states that XSAVE knows; bit 0, the x87, always
        Bytes attribute = Bytes.of(new byte[24]);
        IoctlAnswer answer =
                known(host.ioctl(new Ioctl("/dev/kvm", 0x4018AEE2, 0, attribute, Bytes.of(new byte[8]), 16)));
        Assumptions.assumeTrue(answer.errno() == 0, "this kernel has no attributes of /dev/kvm");
        assertThat(answer.buffer()).isEqualTo(attribute);
        assertThat(answer.pointee().at(0) & 1).isEqualTo(1);
    }

    private void assumeKvm() {
        Assumptions.assumeTrue(
                host.device("/dev/kvm", true).equals(new Fact.Known<>(true)), "/dev/kvm cannot be opened here");
    }

    // Character device 10:254 is in nobody's hands
    private static boolean makeNode(Path node) {
        try {
            return new ProcessBuilder("mknod", node.toString(), "c", "10", "254")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> T known(Fact<T> fact) {
        assertThat(fact).isInstanceOf(Fact.Known.class);
        return ((Fact.Known<T>) fact).value();
    }

    private static String text(int register) {
        byte[] letters = new byte[4];
        java.nio.ByteBuffer.wrap(letters)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(register);
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
