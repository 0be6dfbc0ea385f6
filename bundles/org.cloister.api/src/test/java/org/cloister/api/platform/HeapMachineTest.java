// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.junit.jupiter.api.Test;

/** A machine that a platform in software extends. */
class HeapMachineTest {
    private final HeapMachine machine =
            new HeapMachine(
                    new MachineSpec(new GuestType("capsule"), List.of(new MemoryRegion("ram", 0, 4096)), 2),
                    Set.of("pc", "arg")) {
                @Override
                public <T> Optional<T> adapt(Class<T> channel) {
                    return Optional.empty();
                }
            };

    private String refusal(int index, Map<String, Long> registers) {
        return catchThrowableOfType(CloisterException.class, () -> machine.setVcpu(VcpuState.of(index, registers)))
                .problem()
                .code();
    }

    @Test
    void processorsKeepWhatTheyAreGiven() {
        assertThat(machine.vcpu(1).get("pc")).isZero();
        machine.setVcpu(VcpuState.of(1, Map.of("pc", 5L)));
        assertThat(machine.vcpu(1).get("pc")).isEqualTo(5);
        assertThat(machine.vcpu(0).get("pc")).isZero();
    }

    @Test
    void unknownProcessorsAndRegistersAreRefused() {
        assertThat(refusal(2, Map.of())).isEqualTo("vcpu.index");
        assertThat(refusal(0, Map.of("rip", 1L))).isEqualTo("vcpu.register");
    }

    @Test
    void theFinishTakesRegistersAndGivesMemory() {
        machine.seal();
        assertThat(refusal(0, Map.of("pc", 1L))).isEqualTo("vcpu.sealed");
    }

    @Test
    void closingTwiceIsHarmless() {
        machine.close();
        machine.close();
        assertThat(machine.executor()).isEmpty();
    }
}
