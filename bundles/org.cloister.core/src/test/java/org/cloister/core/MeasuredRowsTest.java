// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.session.OwnerSession;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.launch.Guest;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Launches of a real firmware measure what sev-snp-measure computes for them (expected/measurements.csv). */
class MeasuredRowsTest {
    private static final String TABLE = "expected/measurements.csv";

    @TestFactory
    Stream<DynamicTest> sevRows() {
        return DataFolder.rows(TABLE, line -> line.startsWith("sev,") || line.startsWith("seves,"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row.cells())));
    }

    private static void check(String[] row) {
        OwnerBench bench = new OwnerBench(row[0].equals("seves") ? "sev-es" : "sev");
        try (OwnerSession session = bench.session();
                Guest guest = bench.launch(request(row, bench), true)) {
            assertThat(bench.verified(guest, session, Bytes.ofHex(row[8]))).isTrue();
            assertThat(bench.verified(guest, session, Bytes.of(new byte[32]))).isFalse();
        }
    }

    private static GuestRequest request(String[] row, OwnerBench bench) {
        return new GuestRequest(
                image("firmware/OVMF.amdsev.fd"),
                row[5].isEmpty() ? Optional.empty() : Optional.of(boot(row)),
                row[1].isEmpty() ? 1 : Integer.parseInt(row[1]),
                row[2].isEmpty() ? "EPYC-v4" : row[2],
                256 << 20,
                bench.settings);
    }

    private static DirectBoot boot(String[] row) {
        Image kernel = image("expected/" + row[5] + ".txt");
        return new DirectBoot(kernel, Optional.of(image("expected/" + row[6] + ".txt")), row[7]);
    }

    private static Image image(String name) {
        return new Image(name, Bytes.of(DataFolder.bytes(name)));
    }
}
