// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.PageState;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory in this process's pages, without a machine: what the kernel would be given is kept. */
class KvmMemoryTest {
    private static final MemoryRegion LOW = new MemoryRegion("low", 0, 0x4000);
    private static final MemoryRegion HIGH = new MemoryRegion("high", 0x4000, 0x4000);

    private final List<Mapping> mappings = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private KvmMemory memory;

    @BeforeEach
    void map() {
        assumeTrue(Descriptor.obstacle().isEmpty(), () -> Descriptor.obstacle().get());
        memory = memory(false);
    }

    @AfterEach
    void unmap() {
        mappings.forEach(Mapping::close);
    }

    private KvmMemory memory(boolean ciphertextVisible) {
        return new KvmMemory(
                List.of(behind(LOW), behind(HIGH)),
                ciphertextVisible,
                (gpa, size, visibility) -> told.add(Long.toHexString(gpa) + " " + size + " " + visibility));
    }

    private RegionMemory behind(MemoryRegion region) {
        Mapping mapping = Mapping.anonymous(region.size(), region.name());
        mappings.add(mapping);
        return new RegionMemory(region, mapping);
    }

    @Test
    void aRunCrossesPagesAndRegions() {
        Bytes text = Bytes.ofHex("0123456789abcdef");
        memory.hostView().write(0x3ffc, text);
        assertThat(memory.guestView().read(0x3ffc, 8)).isEqualTo(text);
        byte[] low = new byte[4];
        mappings.get(0).read(0x3ffc, low, 0, 4);
        assertThat(low).isEqualTo(text.slice(0, 4).toArray());
    }

    @Test
    void addressesAreThoseOfTheMappings() {
        assertThat(memory.hostAddress(0x1234)).hasValue(mappings.get(0).address() + 0x1234);
        assertThat(memory.hostAddress(0x4001)).hasValue(mappings.get(1).address() + 1);
        assertThat(memory.hostAddress(0x8000)).isEmpty();
    }

    @Test
    void aPrivatePageIsRefusedToBothViewsAndTheKernelIsTold() {
        memory.turn(0x1000, 0x1000, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        assertThat(told).containsExactly("1000 4096 PRIVATE");
        assertThat(memory.page(0x1fff)).isEqualTo(new PageState(Visibility.PRIVATE, Turn.LAUNCH_UPDATE));
        refused("memory.refused", () -> memory.hostView().read(0xffc, 8));
        refused("memory.refused", () -> memory.guestView().read(0x1000, 1));
        refused("memory.refused", () -> memory.hostView().write(0x1fff, Bytes.ofHex("00")));
        assertThat(memory.hostView().read(0, 0x1000).isZero()).isTrue();
    }

    @Test
    void whereItLiesInTheSamePagesTheHostSeesCiphertext() {
        KvmMemory inPlace = memory(true);
        inPlace.turn(0, 0x1000, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        assertThat(inPlace.hostView().read(0, 16).length()).isEqualTo(16);
        refused("memory.refused", () -> inPlace.guestView().read(0, 16));
        refused("memory.refused", () -> inPlace.hostView().write(0, Bytes.ofHex("00")));
    }

    @Test
    void whatIsNotThereIsRefused() {
        refused("memory.outside", () -> memory.hostView().read(0x7fff, 2));
        refused("memory.outside", () -> memory.page(0x8000));
        refused("memory.alignment", () -> memory.turn(0x800, 0x1000, Visibility.PRIVATE, Turn.LAUNCH_UPDATE));
        refused("memory.outside", () -> memory.turn(0x7000, 0x2000, Visibility.PRIVATE, Turn.LAUNCH_UPDATE));
        refused("memory.refused", () -> memory.turn(0, GuestMemory.PAGE, Visibility.PRIVATE, Turn.CREATION));
        assertThat(told).isEmpty();
        memory.close();
        refused("memory.closed", () -> memory.hostView().read(0, 1));
    }

    @Test
    void whenTheKernelRefusesNoPageIsTurned() {
        KvmMemory stubborn = new KvmMemory(List.of(behind(LOW)), false, (gpa, size, visibility) -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> stubborn.turn(0, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stubborn.page(0).visibility()).isEqualTo(Visibility.SHARED);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }
}
