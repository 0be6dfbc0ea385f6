// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.PagesBench.COUNT;
import static org.cloister.softsev.machine.PagesBench.PAGE;

import java.util.OptionalLong;
import java.util.stream.Stream;
import org.cloister.softsev.client.SnpPageCommand.Kind;
import org.cloister.softsev.client.SnpPageCommand.Reclaim;
import org.cloister.softsev.client.SnpPageCommand.SwapIn;
import org.cloister.softsev.client.SnpPages.Update;
import org.cloister.softsev.machine.PagesBench.Swapped;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** SNP_PAGE_SWAP_IN of what was swapped out, and of what was not. */
class SwappedPagesTest {
    private static final SoftProcessor SHARED = new SoftProcessor(PlatformSettings.DEFAULT);

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SNP_SWAPPED_PAGES.cells(SwappedPagesTest::check);
    }

    private static void check(Row row, int column) {
        Cell expected = row.cells().get(column);
        String what = Tables.SNP_SWAPPED_PAGES.states().get(column);
        Kind kind = switch (what) {
            case "VMSA" -> Kind.VMSA;
            case "metadata" -> Kind.METADATA;
            default -> Kind.DATA;
        };
        try (PagesBench bench = new PagesBench(SHARED)) {
            PagesBench other = bench.other();
            SwapIn command = new Wrong(bench, kind, what.endsWith("MiB")).command(row.command());
            String before = bench.situation();
            String others = other.situation();
            assertThat(bench.status(command)).isEqualTo(expected.status());
            if (!expected.done()) {
                assertThat(bench.situation()).isEqualTo(before);
            }
            assertThat(other.situation()).isEqualTo(others);
        }
        assertThat(SHARED.pages()).isZero();
    }

    /** A command with something wrong. */
    private record Wrong(PagesBench bench, Kind kind, boolean large) {
        SwapIn command(String wrong) {
            if (wrong.endsWith("root entry")) {
                Swapped swapped = bench.out(page(bench), kind, OptionalLong.empty());
                return bench.in(swapped, room(bench, large));
            }
            Swapped swapped = bench.out(page(bench), kind);
            SwapIn good = bench.in(swapped, room(bench, large));
            return switch (wrong) {
                case "nothing" -> good;
                case "it came back before" -> {
                    bench.pages.execute(good);
                    yield bench.in(swapped, room(bench, large));
                }
                case "a bit of it was changed" -> with(good, changed(swapped), good.metadata());
                case "it is another page of this guest" ->
                    with(good, another(bench).ciphertext(), good.metadata());
                case "it is another guest's" ->
                    with(good, another(bench.other()).ciphertext(), good.metadata());
                case "the entry is another guest's" ->
                    with(good, good.source(), another(bench.other()).entry());
                case "page and entry are another guest's" -> {
                    Swapped theirs = another(bench.other());
                    yield with(good, theirs.ciphertext(), theirs.entry());
                }
                case "the entry was never written" -> with(good, good.source(), OptionalLong.of(bench.metadata()));
                case "the entry is not at a multiple of 64" ->
                    with(good, good.source(), OptionalLong.of(good.metadata().getAsLong() + 32));
                case "the entry lies in the destination" ->
                    with(good, good.source(), OptionalLong.of(good.destination() + 64));
                default -> misplaced(wrong, good);
            };
        }

        private SwapIn misplaced(String wrong, SwapIn good) {
            Kind other = kind == Kind.DATA ? Kind.VMSA : Kind.DATA;
            return switch (wrong) {
                case "it was of another kind" ->
                    new SwapIn(good.guest(), good.source(), good.destination(), good.metadata(), large, other, false);
                case "it had the other size" ->
                    new SwapIn(
                            good.guest(),
                            bench.firmware(!large),
                            room(bench, !large),
                            good.metadata(),
                            !large,
                            kind,
                            false);
                case "the destination is another guest's" -> to(good, room(bench.other(), large), false);
                case "in place, of two pages" -> to(good, good.destination(), true);
                case "there is no memory for it" -> to(good, 1L << 51, false);
                case "an address is not of a page" -> to(good, good.destination() + 64, false);
                default -> throw new IllegalArgumentException(wrong);
            };
        }

        private static SwapIn with(SwapIn good, long source, OptionalLong entry) {
            return new SwapIn(
                    good.guest(), source, good.destination(), entry, good.large(), good.kind(), good.inPlace());
        }

        private static SwapIn to(SwapIn good, long destination, boolean inPlace) {
            return new SwapIn(
                    good.guest(), good.source(), destination, good.metadata(), good.large(), good.kind(), inPlace);
        }

        private Swapped another(PagesBench guest) {
            return guest.out(fresh(guest), kind);
        }

        private long page(PagesBench guest) {
            return large ? guest.lent(guest.largeGpa(3)) : fresh(guest);
        }

        // Of a page of 2 MiB there is one in a guest here: the next is one that it has not used.
        private long fresh(PagesBench guest) {
            if (kind == Kind.METADATA) {
                return guest.metadata();
            }
            if (large) {
                return guest.preGuest(true);
            }
            if (kind == Kind.DATA) {
                return guest.lent(guest.gpa(3));
            }
            long page = guest.touch(guest.pages.vmsaAddress(0));
            var entry = guest.pages.entry(page);
            boolean first = !entry.immutable();
            if (first) {
                guest.update(page, new Update(true, false, true, entry.asid(), entry.gpa()));
            }
            return page;
        }

        private long room(PagesBench guest, boolean size) {
            return kind == Kind.METADATA ? guest.firmware(size) : guest.preGuest(size);
        }

        private long changed(Swapped swapped) {
            long page = swapped.ciphertext();
            bench.pages.execute(new Reclaim(page, large));
            bench.update(page, Update.HYPERVISOR.withLarge(large));
            long last = page + (large ? (COUNT - 1L) * PAGE : 0);
            byte[] bytes = bench.pages.read(last).toArray();
            bytes[PAGE - 1] ^= 1;
            bench.pages.write(last, org.cloister.api.Bytes.of(bytes));
            bench.update(page, Update.FIRMWARE.withLarge(large));
            return page;
        }
    }
}
