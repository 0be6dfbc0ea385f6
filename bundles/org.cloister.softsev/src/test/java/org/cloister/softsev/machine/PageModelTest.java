// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.PagesBench.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.client.SnpPageCommand.Kind;
import org.cloister.softsev.client.SnpPageCommand.Move;
import org.cloister.softsev.client.SnpPageCommand.Reclaim;
import org.cloister.softsev.client.SnpPageCommand.SwapIn;
import org.cloister.softsev.client.SnpPageCommand.SwapOut;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.Test;

/**
 * Random commands about a few pages against a model: a page is the guest's, lent to the firmware, or away. What was
 * away comes back once and as it went; at no time are there two pages that the guest could read; no counter is used
 * twice.
 */
class PageModelTest {
    private static final int PAGES = 4;
    private static final int STEPS = 120;
    private static final int ENTRY = 64;

    private enum Where {
        GUEST,
        LENT,
        AWAY
    }

    /** What the model knows of a page of the guest's. */
    private static final class Known {
        final long gpa;
        final int slot;
        int content;
        Where where = Where.GUEST;
        long page;
        long ciphertext;
        final List<Long> old = new ArrayList<>();

        Known(long gpa, int slot) {
            this.gpa = gpa;
            this.slot = slot;
        }
    }

    private Random random;
    private PagesBench bench;
    private final List<Known> all = new ArrayList<>();
    private final Set<Long> pages = new HashSet<>();
    private final Set<Long> counters = new HashSet<>();
    private long entries;
    private boolean entriesAway;
    private long entriesCiphertext;
    private final List<Long> oldEntries = new ArrayList<>();
    private int contents = 100;

    @Test
    void pagesAreWhereTheModelHasThem() {
        for (int i = 0; i < Thorough.times(3, 100); i++) {
            long seed = Long.getLong("seed", System.nanoTime() + i);
            try {
                run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dseed=" + seed, e);
            }
        }
    }

    private void run(long seed) {
        random = new Random(seed);
        List.of(all, oldEntries).forEach(List::clear);
        List.of(pages, counters).forEach(Set::clear);
        entriesAway = false;
        try (PagesBench made = new PagesBench(new SoftProcessor(PlatformSettings.DEFAULT))) {
            bench = made;
            entries = bench.metadata();
            for (int slot = 0; slot < PAGES; slot++) {
                Known known = new Known(bench.gpa(slot), slot);
                known.content = slot;
                known.page = bench.pages.address(known.gpa);
                pages.add(known.page);
                all.add(known);
            }
            for (int step = 0; step < STEPS; step++) {
                step(all.get(random.nextInt(PAGES)));
                all.forEach(this::check);
            }
        }
        assertThat(bench.launch.processor.pages()).isZero();
    }

    private void step(Known known) {
        switch (random.nextInt(10)) {
            case 0 -> write(known);
            case 1, 2 -> lend(known);
            case 3 -> reclaim(known);
            case 4, 5 -> swapOut(known);
            case 6, 7 -> swapIn(known);
            case 8 -> move(known);
            default -> swapEntries();
        }
    }

    private void write(Known known) {
        if (known.where == Where.GUEST) {
            known.content = contents++;
            bench.launch.machine.memory().guestView().write(known.gpa, content(known.content));
        }
    }

    private void lend(Known known) {
        if (known.where == Where.GUEST) {
            assertThat(bench.lent(known.gpa)).isEqualTo(known.page);
            known.where = Where.LENT;
        }
    }

    private void reclaim(Known known) {
        bench.pages.execute(new Reclaim(known.page, false));
        if (known.where == Where.LENT) {
            known.where = Where.GUEST;
        }
    }

    private void swapOut(Known known) {
        long ciphertext = bench.firmware(false);
        int status = bench.status(
                new SwapOut(bench.guest, known.page, ciphertext, entry(known), known.slot, false, Kind.DATA));
        boolean lent = known.where == Where.LENT && !entriesAway;
        assertThat(status).isEqualTo(lent ? 0 : FirmwareStatus.INVALID_PAGE_STATE.code());
        if (status == 0) {
            assertThat(counters.add(counter(known))).as("counter").isTrue();
            known.where = Where.AWAY;
            known.ciphertext = ciphertext;
            bench.pages.execute(new Reclaim(known.page, false));
        }
    }

    private void swapIn(Known known) {
        long destination = bench.preGuest(false);
        replay(known, destination);
        int status = bench.status(in(known, known.ciphertext == 0 ? bench.guest : known.ciphertext, destination));
        boolean possible = known.where == Where.AWAY && !entriesAway;
        assertThat(status == 0).isEqualTo(possible);
        if (possible) {
            pages.add(destination);
            known.page = destination;
            known.old.add(known.ciphertext);
            known.where = Where.LENT;
            bench.pages.map(known.gpa, destination);
        }
    }

    // What came back once does not come back again, whatever the entry says by now.
    private void replay(Known known, long destination) {
        if (!known.old.isEmpty()) {
            long old = known.old.get(random.nextInt(known.old.size()));
            int status = bench.status(in(known, old, destination));
            int fresh = known.where == Where.AWAY
                    ? FirmwareStatus.BAD_MEASUREMENT.code()
                    : FirmwareStatus.INVALID_MDATA_ENTRY.code();
            assertThat(status).isEqualTo(entriesAway ? FirmwareStatus.INVALID_PAGE_STATE.code() : fresh);
        }
    }

    private void move(Known known) {
        long destination = bench.preGuest(false);
        int status = bench.status(new Move(bench.guest, known.page, destination, false));
        assertThat(status).isEqualTo(known.where == Where.LENT ? 0 : FirmwareStatus.INVALID_PAGE_STATE.code());
        if (status == 0) {
            pages.add(destination);
            known.page = destination;
            known.where = Where.GUEST;
            bench.pages.map(known.gpa, destination);
        }
    }

    private void swapEntries() {
        if (entriesAway) {
            long place = bench.firmware(false);
            for (long old : oldEntries) {
                SwapIn again = entriesFrom(old, place);
                bench.refused(FirmwareStatus.BAD_MEASUREMENT, again);
            }
            bench.pages.execute(entriesFrom(entriesCiphertext, place));
            bench.refused(FirmwareStatus.INVALID_MDATA_ENTRY, entriesFrom(entriesCiphertext, bench.firmware(false)));
            oldEntries.add(entriesCiphertext);
            entries = place;
        } else {
            entriesCiphertext = bench.firmware(false);
            bench.pages.execute(new SwapOut(
                    bench.guest, entries, entriesCiphertext, OptionalLong.empty(), 0, false, Kind.METADATA));
        }
        entriesAway = !entriesAway;
    }

    private SwapIn entriesFrom(long ciphertext, long place) {
        return new SwapIn(bench.guest, ciphertext, place, OptionalLong.empty(), false, Kind.METADATA, false);
    }

    private void check(Known known) {
        if (known.where == Where.GUEST) {
            assertThat(bench.launch.guestView(known.gpa)).isEqualTo(content(known.content));
        } else {
            assertThatExceptionOfType(CloisterException.class).isThrownBy(() -> bench.launch.guestView(known.gpa));
        }
        long readable = pages.stream()
                .map(bench.pages::entry)
                .filter(entry -> entry.validated() && entry.gpa() == known.gpa)
                .count();
        assertThat(readable).as("pages that the guest could read").isEqualTo(known.where == Where.AWAY ? 0 : 1);
    }

    private long counter(Known known) {
        Bytes page = bench.pages.read(entries);
        return page.buffer().getLong(known.slot * ENTRY + 8);
    }

    private OptionalLong entry(Known known) {
        return OptionalLong.of(entries + (long) known.slot * ENTRY);
    }

    private SwapIn in(Known known, long ciphertext, long destination) {
        return new SwapIn(bench.guest, ciphertext, destination, entry(known), false, Kind.DATA, false);
    }
}
