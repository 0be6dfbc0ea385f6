// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.amd.message.GuestMessage;
import org.cloister.amd.message.HeaderField;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.message.RequestExit;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.request.TestReports;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.CommandTable.Row;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** SNP_GUEST_REQUEST with every type of message in every state of a guest; one that is refused has spent no number. */
class SnpRequestsInStatesTest {
    private static final SoftProcessor SHARED = new SoftProcessor(PlatformSettings.DEFAULT, new TestReports());
    private static final int RUNNING = Tables.SNP_REQUESTS.states().indexOf("RUNNING");
    private static final String GOOD = "REPORT_REQ";

    /** As long as the longest request that is answered; zeros are good in each of them. */
    private static final int PAYLOAD = 128;

    private static final int PAGES = 4;

    private static final Map<String, Integer> UNASSIGNED = Map.of("unassigned (0)", 0, "unassigned (19)", 19);

    @TestFactory
    Stream<DynamicTest> cells() {
        return Tables.SNP_REQUESTS.cells(SnpRequestsInStatesTest::check);
    }

    private static void check(Row row, int state) {
        Cell expected = row.cells().get(state);
        try (SnpBench bench = new SnpBench(SHARED, state)) {
            String before = bench.situation();
            RequestExit exit = ask(bench, row.command());
            assertThat(List.of(exit.vmmError(), exit.firmwareStatus()))
                    .isEqualTo(List.of(expected.errno(), expected.status()));
            assertThat(exit.response().length()).isEqualTo(expected.done() ? GuestMemory.PAGE : 0);
            assertThat(bench.situation()).isEqualTo(before);
            if (state == RUNNING && !expected.done()) {
                assertThat(ask(bench, GOOD).exitInfo2())
                        .as("the number is still the next one")
                        .isZero();
            }
        }
    }

    private static RequestExit ask(SnpBench bench, String row) {
        byte[] key = bench.messageKey(0);
        if (row.endsWith("another guest's key")) {
            key[0] ^= 1;
        }
        Bytes page = GuestMessage.seal(key, header(row), new byte[PAYLOAD]).page();
        return row.endsWith("extended") ? bench.requests.extended(page, PAGES) : bench.requests.request(page);
    }

    private static MessageHeader header(String row) {
        long number = row.contains(", number ") ? row.charAt(row.length() - 1) - '0' : 1;
        MessageType named =
                UNASSIGNED.containsKey(row) ? MessageType.REPORT_REQ : MessageType.valueOf(row.replaceAll(",.*", ""));
        return MessageHeader.of(named, 1, 0, number, PAYLOAD)
                .with(HeaderField.MSG_TYPE, UNASSIGNED.getOrDefault(row, named.code()))
                .with(HeaderField.MSG_VERSION, row.endsWith("version 2") ? 2 : 1);
    }
}
