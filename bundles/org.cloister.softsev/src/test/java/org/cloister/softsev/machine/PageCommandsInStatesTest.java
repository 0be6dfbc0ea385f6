// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.PagesBench.COUNT;
import static org.cloister.softsev.machine.PagesBench.LARGE;
import static org.cloister.softsev.machine.PagesBench.PAGE;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.report.FirmwareVersion;
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
import org.cloister.softsev.client.SnpPages;
import org.cloister.softsev.client.SnpPages.Update;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The firmware's commands about pages in every state of the guest. */
class PageCommandsInStatesTest {
    // The first firmware that knows the policy bit.
    private static final SoftProcessor SHARED =
            new SoftProcessor(PlatformSettings.DEFAULT.withFirmware(new FirmwareVersion(1, 58, 1)));
    private static final int STARTED = 2;
    private static final int CLOSED = 5;
    private static final long GPA = 0x4000;

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SNP_PAGE_COMMANDS.cells(PageCommandsInStatesTest::check);
    }

    private static void check(Row row, int state) {
        Cell expected = row.cells().get(state);
        long policy = LaunchFixture.POLICY
                | (row.command().endsWith("DISABLE") ? 1L << SnpPolicyBit.PAGE_SWAP_DISABLE.bit() : 0);
        try (LaunchFixture bench = new LaunchFixture(SHARED, 1)) {
            bench.turn(GPA, PAGE);
            List<Runnable> way = List.of(
                    () -> bench.channel.execute(LaunchFixture.INIT),
                    () -> bench.channel.execute(LaunchFixture.startWith(policy)),
                    () -> bench.channel.execute(bench.update(SnpPageType.SECRETS, GPA, PAGE)),
                    () -> bench.channel.execute(LaunchFixture.FINISH));
            way.subList(0, Math.min(state, way.size())).forEach(Runnable::run);
            SnpPages pages = bench.machine.adapt(SnpPages.class).orElseThrow();
            boolean guest = state >= STARTED;
            SnpPageCommand command = command(pages, guest, row.command());
            if (state == CLOSED) {
                bench.close();
            }
            assertThat(answer(pages, command)).isEqualTo(List.of(expected.errno(), expected.status()));
        }
        assertThat(SHARED.pages()).isZero();
    }

    private static List<Integer> answer(SnpPages pages, SnpPageCommand command) {
        try {
            pages.execute(command);
            return List.of(0, 0);
        } catch (SevCommandException e) {
            return List.of(e.errno(), e.firmwareStatus());
        }
    }

    // Before there is a guest, pages are as another's would be: the ASID is a number to the hypervisor.
    private static SnpPageCommand command(SnpPages pages, boolean guest, String row) {
        long context = guest ? pages.contextAddress() : pages.allocate(false, true);
        int asid = guest ? pages.asid() : 1;
        return switch (row.replaceAll(", .*", "")) {
            case "SNP_LAUNCH_UPDATE" ->
                new LaunchUpdate(context, lent(pages, asid), SnpPageType.NORMAL, false, 0, 0, 0);
            case "SNP_PAGE_SWAP_OUT" -> out(context, lent(pages, asid), firmware(pages));
            case "SNP_PAGE_SWAP_IN" -> {
                long ciphertext = firmware(pages);
                if (guest) {
                    answer(pages, out(context, lent(pages, asid), ciphertext));
                }
                yield new SwapIn(context, ciphertext, lent(pages, asid), OptionalLong.empty(), false, Kind.DATA, false);
            }
            case "SNP_PAGE_MOVE" -> new Move(context, lent(pages, asid), lent(pages, asid), false);
            case "SNP_PAGE_MD_INIT" -> new MetadataInit(context, firmware(pages));
            case "SNP_PAGE_SET_STATE" -> {
                long page = pages.allocate(true, true);
                pages.rmpUpdate(page, Update.FIRMWARE);
                yield new SetState(List.of(new Range(page, 1)));
            }
            case "SNP_PAGE_RECLAIM" -> new Reclaim(firmware(pages), false);
            case "SNP_PAGE_UNSMASH" -> {
                long first = pages.allocate(true, true);
                for (long at = 0; at < COUNT * (long) PAGE; at += PAGE) {
                    pages.rmpUpdate(first + at, new Update(true, false, true, asid, LARGE + at));
                }
                yield new Unsmash(first);
            }
            default -> throw new IllegalArgumentException(row);
        };
    }

    private static SwapOut out(long context, long source, long destination) {
        return new SwapOut(context, source, destination, OptionalLong.empty(), 0, false, Kind.DATA);
    }

    private static long lent(SnpPages pages, int asid) {
        long page = pages.allocate(false, true);
        pages.rmpUpdate(page, new Update(true, false, true, asid, LARGE));
        return page;
    }

    private static long firmware(SnpPages pages) {
        long page = pages.allocate(false, true);
        pages.rmpUpdate(page, Update.FIRMWARE);
        return page;
    }
}
