// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.SevFixture.PAGE;
import static org.cloister.softsev.machine.SevFixture.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest whose tables have the C-bit, as a processor without encryption gets it and gives it back. */
class ExecutedTablesTest {
    private static final long CBIT = 1L << 51;
    private static final long MAPPED = 0x3;
    private static final long BY_PROCESSOR = 0x60;
    private static final int TABLES = 0x10000;
    private static final int LAST = 0x14000;
    private static final int CODE = 0x1000;

    /** Ways to translate, by where their tables begin, with what a processor has in CR4 and EFER. */
    private enum Mode {
        FOUR(0x11000 | CBIT, 0x20, 0x500),
        FIVE(TABLES | CBIT, 0x1020, 0x500),
        PAE(0x15020, 0x20, 0);

        private final Map<String, Long> registers = new HashMap<>();

        Mode(long cr3, long cr4, long efer) {
            registers.put("cr0", 0x80000011L);
            registers.put("cr3", cr3);
            registers.put("cr4", cr4);
            registers.put("efer", efer);
            registers.put("rip", (long) CODE);
        }
    }

    private final SevFixture bench = new SevFixture("sev-es");
    private final AtomicReference<VcpuState> left = new AtomicReference<>();
    private final RunnableMachine machine = new RunnableMachine(bench.machine, left::set, 51);

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void processorsSeeNoCbitAndTheGuestKeepsIt(Mode mode) {
        launch(mode, CBIT);
        Bytes before = guest().read(TABLES, 6 * PAGE);
        Bytes seen = machine.memory().guestView().read(TABLES, 6 * PAGE);
        assertThat(seen).isNotEqualTo(before).isEqualTo(without(before));
        assertThat(machine.vcpu(0).get("cr3") & CBIT).isZero();
        machine.memory().guestView().write(TABLES, seen);
        machine.setVcpu(machine.vcpu(0));
        assertThat(guest().read(TABLES, 6 * PAGE)).isEqualTo(before);
        assertThat(left.get()).isEqualTo(bench.machine.vcpu(0));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void pagesAreSharedAsTheTablesSay(Mode mode) {
        launch(mode, CBIT);
        MemoryView view = machine.memory().guestView();
        assertThat(state(0x20000)).isEqualTo(Visibility.SHARED);
        assertThat(state(0x1f000)).isEqualTo(Visibility.PRIVATE);
        view.write(0x20000, content(64));
        assertThat(bench.host(0x20000, 64)).isEqualTo(content(64));
        view.write(0x1f000, content(64));
        assertThat(bench.host(0x1f000, 64)).isNotEqualTo(content(64));
    }

    @Test
    void whatProcessorsMarkInAnEntryIsNoChange() {
        launch(Mode.FOUR, CBIT);
        MemoryView view = machine.memory().guestView();
        set(view, LAST, 7, 0x7000 | MAPPED | BY_PROCESSOR);
        assertThat(entry(guest(), LAST, 7)).isEqualTo(0x7000 | CBIT | MAPPED | BY_PROCESSOR);
        assertThat(entry(view, LAST, 7)).isEqualTo(0x7000 | MAPPED | BY_PROCESSOR);
    }

    @Test
    void entriesOfTheGuestsOwnKeepTheirPagesAsTheyAre() {
        launch(Mode.FOUR, CBIT);
        MemoryView view = machine.memory().guestView();
        set(view, LAST, 300, 0x7000 | MAPPED);
        set(view, LAST, 301, 0x20000 | MAPPED);
        set(view, LAST, 302, 0xff_0000_0000L | MAPPED);
        set(view, LAST, 7, 0x8000 | MAPPED);
        set(view, LAST, 8, 0x8000);
        assertThat(entry(view, LAST, 7)).isEqualTo(0x8000 | MAPPED);
        machine.setVcpu(machine.vcpu(0));
        assertThat(entry(guest(), LAST, 300)).isEqualTo(0x7000 | CBIT | MAPPED);
        assertThat(entry(guest(), LAST, 301)).isEqualTo(0x20000 | MAPPED);
        assertThat(entry(guest(), LAST, 302)).as("no memory").isEqualTo(0xff_0000_0000L | MAPPED);
        assertThat(entry(guest(), LAST, 7)).isEqualTo(0x8000 | CBIT | MAPPED);
        assertThat(entry(guest(), LAST, 8)).isEqualTo(0x8000);
        RunnableMachine arrived = new RunnableMachine(bench.machine, left::set, 51);
        assertThat(entry(arrived.memory().guestView(), LAST, 300)).isEqualTo(0x7000 | MAPPED);
        assertThat(state(0x7000)).isEqualTo(Visibility.PRIVATE);
        assertThat(state(0x20000)).isEqualTo(Visibility.SHARED);
    }

    @Test
    void tablesOfAGuestThatKnowsNoCbitStayAsTheyAre() {
        launch(Mode.PAE, 0);
        Bytes before = guest().read(TABLES, 6 * PAGE);
        assertThat(machine.memory().guestView().read(TABLES, 6 * PAGE)).isEqualTo(before);
        machine.setVcpu(machine.vcpu(0));
        assertThat(guest().read(TABLES, 6 * PAGE)).isEqualTo(before);
        assertThat(state(0x20000)).isEqualTo(Visibility.PRIVATE);
    }

    @Test
    void tablesThatNobodyCanFollowMatterOnlyWithTheCbit() {
        launch(Mode.PAE, 0);
        set(guest(), 0x13000, 1, 0x4000_0000 | MAPPED);
        assertThat(machine.memory().guestView().read(CODE, 1)).isNotNull();
        set(guest(), 0x13000, 0, LAST | CBIT | MAPPED);
        machine.begin();
        refused("memory.outside");
    }

    @Test
    void aPageOfCodeOrTablesThatIsSharedIsRefused() {
        launch(Mode.FOUR, CBIT);
        set(guest(), LAST, CODE / PAGE, CODE | MAPPED);
        refused("paging.shared");
    }

    @Test
    void aTableInASharedPageIsRefused() {
        launch(Mode.FOUR, CBIT);
        set(guest(), LAST, LAST / PAGE, LAST | MAPPED);
        refused("paging.shared");
    }

    private void refused(String code) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(machine::memory)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    /** One set of tables for all modes; they map 1 MiB to itself, and 16 pages of it without the C-bit. */
    private void launch(Mode mode, long cbit) {
        Map<String, Long> registers = new HashMap<>(mode.registers);
        registers.computeIfPresent("cr3", (name, cr3) -> cr3 & ~CBIT | cr3 & cbit);
        bench.machine.setVcpu(VcpuState.of(0, registers));
        bench.run(0x5, content(PAGE));
        set(guest(), TABLES, 0, 0x11000 | cbit | MAPPED);
        set(guest(), 0x11000, 0, 0x12000 | cbit | MAPPED);
        set(guest(), 0x12000, 0, 0x13000 | cbit | MAPPED);
        set(guest(), 0x13000, 0, LAST | cbit | MAPPED);
        set(guest(), 0x15020, 0, 0x13000 | cbit | 1);
        for (int page = 0; page < 256; page++) {
            long shared = page >= 0x20 && page < 0x30 ? cbit : 0;
            set(guest(), LAST, page, (long) page * PAGE | cbit & ~shared | MAPPED);
        }
    }

    /** The same without the C-bit, in what a mode's tables are: the others keep it. */
    private Bytes without(Bytes tables) {
        ByteBuffer bytes = ByteBuffer.wrap(tables.toArray()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < tables.length(); at += Long.BYTES) {
            if (leadsTo(TABLES + at / PAGE * PAGE)) {
                bytes.putLong(at, bytes.getLong(at) & ~CBIT);
            }
        }
        return Bytes.of(bytes.array());
    }

    private boolean leadsTo(long table) {
        long first = bench.machine.vcpu(0).get("cr3") & ~CBIT & -PAGE;
        return table == first || table >= (first == 0x15000 ? 0x13000 : first) && table < 0x15000;
    }

    private MemoryView guest() {
        return bench.machine.memory().guestView();
    }

    private Visibility state(long gpa) {
        return bench.machine.memory().page(gpa).visibility();
    }

    private static void set(MemoryView view, long table, int index, long value) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        view.write(table + index * 8L, Bytes.of(bytes));
    }

    private static long entry(MemoryView view, long table, int index) {
        return ByteBuffer.wrap(view.read(table + index * 8L, Long.BYTES).toArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }
}
