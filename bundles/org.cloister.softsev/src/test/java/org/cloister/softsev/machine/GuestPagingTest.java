// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.SevFixture.PAGE;
import static org.cloister.softsev.machine.SevFixture.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.softsev.client.GuestPaging;
import org.cloister.softsev.client.GuestPaging.Registers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest with page tables of its own: their C-bits decide what is private. */
class GuestPagingTest {
    private static final long CBIT = 1L << 51;
    private static final long PRESENT = 0x3;
    private static final long LARGE = 0x80;
    private static final long PG = 1L << 31;
    private static final long PSE = 0x10;
    private static final long PAE = 0x20;
    private static final long LA57 = 0x1000;
    private static final long LME = 0x100;
    private static final long CR3 = 0x10000;
    private static final long LINEAR = 0x8000000000L;

    private final SevFixture bench = new SevFixture("sev");
    private final GuestPaging paging = bench.machine.adapt(GuestPaging.class).orElseThrow();

    @BeforeEach
    void run() {
        bench.run(0x1, content(PAGE));
        entry(CR3, 0, 0x11000 | CBIT | PRESENT);
        entry(CR3, 1, 0x11000 | CBIT | PRESENT);
        entry(0x11000, 0, 0x12000 | CBIT | PRESENT);
        entry(0x12000, 0, 0x13000 | CBIT | PRESENT);
        for (int page = 0; page < 256; page++) {
            long cbit = page >= 0x20 && page < 0x30 ? 0 : CBIT;
            entry(0x13000, page, (long) page * PAGE | cbit | PRESENT);
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void pagesFollowTheTables() {
        paging.load(at(CR3 | CBIT));
        assertThat(state(0x1f000)).isEqualTo(Visibility.PRIVATE);
        assertThat(state(0x20000)).isEqualTo(Visibility.SHARED);
        assertThat(state(0x2f000)).isEqualTo(Visibility.SHARED);
        assertThat(state(0x30000)).isEqualTo(Visibility.PRIVATE);
        assertThat(bench.machine.memory().page(0x20000).by()).isEqualTo(Turn.GUEST_PAGE_TABLE);
        bench.machine.memory().guestView().write(0x20000, content(64));
        assertThat(bench.host(0x20000, 64)).isEqualTo(content(64));
    }

    @Test
    void theGuestTakesPagesBack() {
        paging.load(at(CR3));
        entry(0x13000, 0x20, 0x20000 | CBIT | PRESENT);
        paging.load(at(CR3));
        assertThat(state(0x20000)).isEqualTo(Visibility.PRIVATE);
        assertThat(state(0x21000)).isEqualTo(Visibility.SHARED);
        bench.machine.memory().guestView().write(0x20000, content(64));
        assertThat(bench.host(0x20000, 64)).isNotEqualTo(content(64));
    }

    @Test
    void instructionsAndTablesAreAlwaysPrivate() {
        paging.write(at(CR3), LINEAR + 0x1000, content(64));
        assertThat(paging.fetch(at(CR3), LINEAR + 0x1000, 64)).isEqualTo(content(64));
        entry(0x13000, 1, 0x1000 | PRESENT);
        assertThat(paging.read(at(CR3), LINEAR + 0x1000, 64)).isEqualTo(bench.host(0x1000, 64));
        assertThat(paging.fetch(at(CR3), LINEAR + 0x1000, 64)).isEqualTo(content(64));
        // A table in a shared page is read through the key all the same.
        entry(0x13000, 0x13, 0x13000 | PRESENT);
        paging.load(at(CR3));
        assertThat(state(0x13000)).isEqualTo(Visibility.SHARED);
        assertThat(paging.translate(at(CR3), LINEAR + 0x1000)).isPresent();
    }

    @Test
    void dataGoesWhereTheTablesLead() {
        paging.write(at(CR3), LINEAR + 0x1ff00, content(0x300));
        assertThat(paging.read(at(CR3), LINEAR + 0x1ff00, 0x300)).isEqualTo(content(0x300));
        assertThat(bench.host(0x1ff00, 0x100)).isNotEqualTo(content(0x300).slice(0, 0x100));
        assertThat(bench.host(0x20000, 0x200)).isEqualTo(content(0x300).slice(0x100, 0x200));
        assertThat(paging.translate(at(CR3), LINEAR + 0x1ff00)).contains(new GuestPaging.Mapping(0x1ff00, 0x100, true));
        assertThat(paging.translate(at(CR3), LINEAR + (1 << 20))).isEmpty();
        fault("paging.fault", () -> paging.read(at(CR3), LINEAR + (1 << 20) - 1, 2));
    }

    @Test
    void largePagesAreMappedAsAWhole() {
        entry(0x12000, 1, 0x0 | LARGE | PRESENT);
        entry(0x11000, 1, CBIT | LARGE | PRESENT);
        assertThat(paging.translate(at(CR3), LINEAR + 0x200123))
                .contains(new GuestPaging.Mapping(0x123, 0x1ffedd, false));
        assertThat(paging.translate(at(CR3), LINEAR + 0x40000123L))
                .contains(new GuestPaging.Mapping(0x123, 0x3ffffedd, true));
        // The last mapping of a page counts: that of a gigabyte, with the C-bit, comes behind the others.
        paging.load(at(CR3));
        assertThat(state(0x20000)).isEqualTo(Visibility.PRIVATE);
    }

    @Test
    void tablesThatAreNowhereOrMapThemselvesEnd() {
        entry(0x11000, 2, 0x40000000 | CBIT | PRESENT);
        fault("memory.outside", () -> paging.load(at(CR3)));
        for (int i = 0; i < 512; i++) {
            entry(CR3, i, CR3 | CBIT | PRESENT);
        }
        fault("paging.tables", () -> paging.load(at(CR3)));
    }

    @Test
    void fiveLevelsHaveOneTableMore() {
        entry(0x14000, 1, CR3 | CBIT | PRESENT);
        Registers five = new Registers(PG, 0x14000, PAE | LA57, LME);
        long linear = (1L << 48) + LINEAR + 0x1ff00;
        assertThat(paging.translate(five, linear)).contains(new GuestPaging.Mapping(0x1ff00, 0x100, true));
        assertThat(paging.translate(five, LINEAR)).isEmpty();
        paging.load(five);
        assertThat(state(0x20000)).isEqualTo(Visibility.SHARED);
    }

    @Test
    void tablesOf32BitsHaveTheCBitWithPaeAlone() {
        entry(0x15020, 0, 0x12000 | CBIT | 1);
        Registers pae = new Registers(PG, 0x15020, PAE, 0);
        assertThat(paging.translate(pae, 0x2f010)).contains(new GuestPaging.Mapping(0x2f010, 0xff0, false));
        assertThat(paging.translate(pae, 0xffff00000002f010L))
                .as("addresses have 32 bits")
                .isEqualTo(paging.translate(pae, 0x2f010));
        assertThat(paging.translate(pae, 0x40000000)).isEmpty();
        paging.load(pae);
        assertThat(state(0x20000)).isEqualTo(Visibility.SHARED);
        entry(0x16000, 0, 0x17000 | PRESENT | 0x400000L << 32 | LARGE << 32 | PRESENT << 32);
        entry(0x17000, 2, 0x20000 | PRESENT | 0x5000L << 32 | PRESENT << 32);
        Registers legacy = new Registers(PG, 0x16000, 0, 0);
        assertThat(paging.translate(legacy, 0x4123)).contains(new GuestPaging.Mapping(0x20123, 0xedd, true));
        assertThat(paging.translate(legacy, 0x5123)).contains(new GuestPaging.Mapping(0x5123, 0xedd, true));
        Registers large = new Registers(PG, 0x16000, PSE, 0);
        assertThat(paging.translate(large, 0x400123)).contains(new GuestPaging.Mapping(0x400123, 0x3ffedd, true));
        paging.load(legacy);
        assertThat(state(0x20000)).isEqualTo(Visibility.PRIVATE);
    }

    @Test
    void withoutPagingEverythingIsPrivate() {
        paging.load(at(CR3));
        assertThat(state(0x20000)).isEqualTo(Visibility.SHARED);
        Registers none = new Registers(0, 0, 0, 0);
        assertThat(paging.translate(none, 0x20123)).contains(new GuestPaging.Mapping(0x20123, 0xedd, true));
        paging.load(none);
        assertThat(state(0x20000)).isEqualTo(Visibility.PRIVATE);
    }

    private static Registers at(long cr3) {
        return Registers.fourLevels(cr3);
    }

    private static void fault(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private Visibility state(long gpa) {
        return bench.machine.memory().page(gpa).visibility();
    }

    // Written as the guest writes before it has page tables, or into tables that are private.
    private void entry(long table, int index, long value) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        bench.machine.memory().guestView().write(table + index * 8L, Bytes.of(bytes));
    }
}
