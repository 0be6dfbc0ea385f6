// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.PagesBench.COUNT;
import static org.cloister.softsev.machine.PagesBench.LARGE;
import static org.cloister.softsev.machine.PagesBench.PAGE;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.RmpState;
import org.cloister.softsev.client.SnpPageCommand;
import org.cloister.softsev.client.SnpPageCommand.Kind;
import org.cloister.softsev.client.SnpPageCommand.LaunchUpdate;
import org.cloister.softsev.client.SnpPageCommand.MetadataInit;
import org.cloister.softsev.client.SnpPageCommand.Move;
import org.cloister.softsev.client.SnpPageCommand.Range;
import org.cloister.softsev.client.SnpPageCommand.Reclaim;
import org.cloister.softsev.client.SnpPageCommand.SetState;
import org.cloister.softsev.client.SnpPageCommand.SwapIn;
import org.cloister.softsev.client.SnpPageCommand.SwapOut;
import org.cloister.softsev.client.SnpPageCommand.Unsmash;
import org.cloister.softsev.machine.PagesBench.Swapped;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The firmware's commands about pages in every state of each page; what is refused has changed nothing. */
class PageStatesTest {
    private static final SoftProcessor SHARED = new SoftProcessor(PlatformSettings.DEFAULT);

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SNP_PAGE_STATES.cells(PageStatesTest::check);
    }

    private static void check(Row row, int column) {
        Cell expected = row.cells().get(column);
        RmpState state = RmpState.valueOf(Tables.SNP_PAGE_STATES.states().get(column));
        try (PagesBench bench = new PagesBench(SHARED)) {
            SnpPageCommand command = command(bench, row.command(), state);
            String before = bench.situation();
            assertThat(bench.status(command)).isEqualTo(expected.status());
            if (!expected.done()) {
                assertThat(bench.situation()).isEqualTo(before);
            }
        }
        assertThat(SHARED.pages()).isZero();
    }

    private static SnpPageCommand command(PagesBench bench, String row, RmpState state) {
        String[] parts = row.split(", ");
        String which = parts.length > 1 ? parts[1] : "";
        return switch (parts[0]) {
            case "SNP_LAUNCH_UPDATE" ->
                which.equals("context")
                        ? launch(bench.in(state), bench.preGuest(false))
                        : launch(bench.guest, bench.in(state));
            case "SNP_PAGE_SWAP_OUT" -> swapOut(bench, which, state);
            case "SNP_PAGE_SWAP_IN" -> swapIn(bench, which, state);
            case "SNP_PAGE_MOVE" -> move(bench, which, state);
            case "SNP_PAGE_MD_INIT" ->
                which.equals("context")
                        ? new MetadataInit(bench.in(state), bench.firmware(false))
                        : new MetadataInit(bench.guest, bench.in(state));
            case "SNP_PAGE_SET_STATE" -> new SetState(List.of(new Range(atLarge(bench, state), 1)));
            case "SNP_PAGE_RECLAIM" -> new Reclaim(bench.in(state), which.equals("2 MiB"));
            case "SNP_PAGE_UNSMASH" -> new Unsmash(run(bench, state));
            default -> throw new IllegalArgumentException(row);
        };
    }

    private static LaunchUpdate launch(long context, long page) {
        return new LaunchUpdate(context, page, SnpPageType.NORMAL, false, 0, 0, 0);
    }

    private static SnpPageCommand swapOut(PagesBench bench, String which, RmpState state) {
        boolean metadata = which.equals("metadata");
        long context = which.equals("context") ? bench.in(state) : bench.guest;
        long usual = metadata ? bench.metadata() : bench.lent(bench.gpa(1));
        long source = List.of("data", "VMSA", "metadata").contains(which) ? bench.in(state) : usual;
        long destination = which.equals("destination") ? bench.in(state) : bench.firmware(false);
        long entry = which.equals("entry") ? bench.in(state) : bench.metadata();
        Kind kind = which.equals("VMSA") ? Kind.VMSA : metadata ? Kind.METADATA : Kind.DATA;
        return new SwapOut(context, source, destination, OptionalLong.of(entry), 1, false, kind);
    }

    private static SnpPageCommand swapIn(PagesBench bench, String which, RmpState state) {
        Kind kind = which.equals("VMSA") ? Kind.VMSA : which.equals("metadata") ? Kind.METADATA : Kind.DATA;
        long page = kind == Kind.METADATA ? bench.metadata() : bench.lent(bench.gpa(1));
        Swapped swapped = bench.out(page, kind);
        boolean inPlace = which.equals("in place");
        long context = which.equals("context") ? bench.in(state) : bench.guest;
        long entry = which.equals("entry") ? bench.in(state) : swapped.entry().getAsLong();
        long usual = kind == Kind.METADATA ? bench.firmware(false) : bench.preGuest(false);
        long source = which.equals("source") || inPlace ? holding(bench, swapped, state) : swapped.ciphertext();
        long destination = List.of("data", "VMSA", "metadata").contains(which) ? bench.in(state) : usual;
        return new SwapIn(
                context, source, inPlace ? source : destination, OptionalLong.of(entry), false, kind, inPlace);
    }

    // A page in a state, with the ciphertext in it where a hypervisor can bring that about.
    private static long holding(PagesBench bench, Swapped swapped, RmpState state) {
        boolean cannot = List.of(RmpState.CONTEXT, RmpState.PRE_SWAP, RmpState.GUEST_VALID, RmpState.METADATA)
                .contains(state);
        if (cannot) {
            return bench.in(state);
        }
        Bytes ciphertext = bench.pages.read(swapped.ciphertext());
        long page = bench.touch(bench.pages.allocate(true, state != RmpState.DEFAULT));
        bench.pages.write(page, ciphertext);
        return state == RmpState.DEFAULT ? page : bench.become(page, state);
    }

    private static SnpPageCommand move(PagesBench bench, String which, RmpState state) {
        boolean metadata = which.startsWith("metadata");
        boolean there = which.endsWith("destination");
        long context = which.equals("context") ? bench.in(state) : bench.guest;
        long usual = metadata ? bench.metadata() : bench.lent(bench.gpa(1));
        long source = which.equals("page") || which.equals("metadata") ? bench.in(state) : usual;
        long destination = there ? bench.in(state) : metadata ? bench.firmware(false) : bench.preGuest(false);
        return new Move(context, source, destination, false);
    }

    // SET_STATE takes multiples of 2 MiB alone.
    private static long atLarge(PagesBench bench, RmpState state) {
        return switch (state) {
            case CONTEXT, PRE_SWAP, GUEST_VALID -> run(bench, state);
            case DEFAULT -> bench.touch(bench.pages.allocate(true, false));
            default -> bench.in(state);
        };
    }

    // 512 pages in a state from a multiple of 2 MiB on; of those that there is but one of, the page itself.
    private static long run(PagesBench bench, RmpState state) {
        return switch (state) {
            case DEFAULT -> bench.touch(bench.pages.allocate(true, false));
            case CONTEXT -> bench.largeContext();
            case PRE_SWAP, GUEST_VALID -> guests(bench, state);
            default -> {
                long first = bench.pages.allocate(true, true);
                for (int i = 0; i < (state == RmpState.HV_FIXED ? 1 : COUNT); i++) {
                    bench.become(first + (long) i * PAGE, state, 4 * LARGE + (long) i * PAGE);
                }
                yield bench.touch(first);
            }
        };
    }

    private static long guests(PagesBench bench, RmpState state) {
        long gpa = bench.largeGpa(2);
        long first = bench.pages.address(gpa);
        bench.pages.psmash(first);
        for (long at = 0; state == RmpState.PRE_SWAP && at < LARGE; at += PAGE) {
            bench.lent(gpa + at);
        }
        return bench.touch(first);
    }
}
