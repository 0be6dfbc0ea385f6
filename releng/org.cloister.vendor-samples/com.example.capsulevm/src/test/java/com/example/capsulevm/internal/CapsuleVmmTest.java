// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.capsulevm.CapsuleChannel;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.junit.jupiter.api.Test;

class CapsuleVmmTest {
    private static final Bytes CONTENT = Bytes.ofHex("0102030405060708");

    private final CapsuleVmm vmm = new CapsuleVmm();

    private VirtualMachine machine() {
        return vmm.create(spec("capsule", 1, 1 << 20));
    }

    private static MachineSpec spec(String type, int vcpus, long memory) {
        return new MachineSpec(new GuestType(type), List.of(new MemoryRegion("ram", 0, memory)), vcpus);
    }

    private static String codeOf(ThrowingCallable call) {
        try {
            call.call();
            return "none";
        } catch (CloisterException e) {
            return e.problem().code();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void machinesBeyondTheLimitsAreRefused() {
        assertThat(codeOf(() -> vmm.create(spec("sev-snp", 1, 4096)))).isEqualTo("capsule.machine.type");
        assertThat(codeOf(() -> vmm.create(spec("capsule", 17, 4096)))).isEqualTo("capsule.machine.vcpus");
        assertThat(codeOf(() -> vmm.create(spec("capsule", 1, 5L << 30)))).isEqualTo("capsule.machine.memory");
    }

    @Test
    void commandsHaveTheirTime() {
        try (VirtualMachine machine = machine()) {
            CapsuleChannel capsule = machine.adapt(CapsuleChannel.class).orElseThrow();
            assertThat(codeOf(capsule::digest)).isEqualTo("capsule.state");
            assertThat(codeOf(capsule::seal)).isEqualTo("capsule.state");
            capsule.open(0);
            assertThat(codeOf(() -> capsule.open(0))).isEqualTo("capsule.state");
            capsule.seal();
            assertThat(codeOf(() -> capsule.put(0, 4096, PageKind.NORMAL))).isEqualTo("capsule.state");
            assertThat(codeOf(() -> machine.setVcpu(VcpuState.of(0, Map.of())))).isEqualTo("vcpu.sealed");
        }
    }

    @Test
    void unknownRegistersAndProcessorsAreRefused() {
        try (VirtualMachine machine = machine()) {
            assertThat(codeOf(() -> machine.setVcpu(VcpuState.of(0, Map.of("rip", 1L)))))
                    .isEqualTo("vcpu.register");
            assertThat(codeOf(() -> machine.setVcpu(VcpuState.of(1, Map.of())))).isEqualTo("vcpu.index");
        }
    }

    @Test
    void viewsAgreeOnSharedPagesOnly() {
        try (VirtualMachine machine = machine()) {
            GuestMemory memory = machine.memory();
            memory.hostView().write(4092, CONTENT);
            assertThat(memory.guestView().read(4092, 8)).isEqualTo(CONTENT);
            memory.turn(4096, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
            assertThat(memory.guestView().read(4092, 8)).isEqualTo(CONTENT);
            assertThat(codeOf(() -> memory.hostView().read(4092, 8))).isEqualTo("memory.refused");
            assertThat(codeOf(() -> memory.hostView().write(4092, CONTENT))).isEqualTo("memory.refused");
            assertThat(codeOf(() -> memory.guestView().write(4096, CONTENT))).isEqualTo("memory.refused");
        }
    }

    @Test
    void aPageThatIsSharedAgainShowsNothing() {
        try (VirtualMachine machine = machine()) {
            GuestMemory memory = machine.memory();
            memory.hostView().write(0, CONTENT);
            memory.turn(0, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
            memory.turn(0, 4096, Visibility.SHARED, Turn.PAGE_STATE_CHANGE);
            assertThat(memory.hostView().read(0, 4096).isZero()).isTrue();
        }
    }

    @Test
    void memoryHasAnEnd() {
        VirtualMachine machine = machine();
        GuestMemory memory = machine.memory();
        assertThat(codeOf(() -> memory.hostView().read((1 << 20) - 1, 2))).isEqualTo("memory.outside");
        assertThat(codeOf(() -> memory.page(Long.MAX_VALUE))).isEqualTo("memory.outside");
        assertThat(codeOf(() -> memory.turn(1, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE)))
                .isEqualTo("memory.alignment");
        machine.close();
        machine.close();
        assertThat(codeOf(() -> memory.page(0))).isEqualTo("memory.closed");
    }
}
