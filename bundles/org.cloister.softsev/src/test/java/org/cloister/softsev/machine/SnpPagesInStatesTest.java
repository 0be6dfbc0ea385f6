// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.SevFixture.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** SNP_LAUNCH_UPDATE of every type of page in every state of a page, as bytes; a page that is refused is as it was. */
class SnpPagesInStatesTest {
    private static final SoftProcessor SHARED = new SoftProcessor(PlatformSettings.DEFAULT);
    private static final Pattern NUMBER = Pattern.compile("\\w+ \\((\\d)\\)");
    private static final int UPDATE = 101;
    private static final int RESERVED = 4;
    private static final long GPA = 0x6000;
    private static final long SOURCE = 0x8000;

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SNP_PAGES.cells(SnpPagesInStatesTest::check);
    }

    private static void check(Row row, int column) {
        Cell expected = row.cells().get(column);
        try (LaunchFixture bench = reached(Tables.SNP_PAGES.states().get(column))) {
            bench.machine.memory().hostView().write(SOURCE, source(row.command()));
            String before = situation(bench);
            long pages = SHARED.pages();
            assertThat(update(bench, row.command())).isEqualTo(List.of(expected.errno(), expected.status()));
            if (expected.done()) {
                assertThat(SHARED.pages()).isEqualTo(pages + 1);
            } else {
                assertThat(situation(bench)).isEqualTo(before);
            }
        }
        assertThat(SHARED.pages()).isZero();
    }

    private static LaunchFixture reached(String state) {
        LaunchFixture bench = LaunchFixture.started(SHARED, 1);
        if (!state.endsWith("shared")) {
            bench.turn(GPA, PAGE);
        }
        if (state.endsWith("assigned")) {
            bench.channel.execute(bench.update(SnpPageType.ZERO, GPA, PAGE));
        }
        if (state.startsWith("RUNNING")) {
            bench.channel.execute(LaunchFixture.FINISH);
        }
        return bench;
    }

    private static Bytes source(String row) {
        byte[] page = CpuidPage.of(List.of(row.contains("not allowed") ? CpuidPageTest.BAD : CpuidPageTest.GOOD))
                .page()
                .toArray();
        page[RESERVED] = (byte) (row.contains("reserved") ? 1 : 0);
        return row.startsWith("CPUID") ? Bytes.of(page) : content(PAGE);
    }

    private static List<Integer> update(LaunchFixture bench, String row) {
        long source = row.endsWith("no source") ? PAGE : bench.address(SOURCE);
        ByteBuffer struct = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(GPA / PAGE)
                .putLong(row.endsWith("not aligned") ? source + 16 : source)
                .putLong(PAGE)
                .put((byte) type(row));
        CallerMemory caller = new CallerMemory();
        return new MachineCall(bench.machine, caller).call(UPDATE, caller.place(Bytes.of(struct.array())));
    }

    private static int type(String row) {
        Matcher number = NUMBER.matcher(row);
        return number.matches()
                ? Integer.parseInt(number.group(1))
                : SnpPageType.valueOf(row.replaceAll(",.*", "")).code();
    }

    private static String situation(LaunchFixture bench) {
        return bench.digest() + " " + SHARED.pages() + " " + bench.hostView(GPA).hex();
    }
}
