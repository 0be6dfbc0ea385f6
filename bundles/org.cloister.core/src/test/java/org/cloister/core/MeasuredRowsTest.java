package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.session.OwnerSession;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.launch.Guest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Launches of a real firmware measure what sev-snp-measure computes for them (expected/measurements.csv). */
class MeasuredRowsTest {
    private static final String TABLE = "expected/measurements.csv";

    @TestFactory
    Stream<DynamicTest> sevRows() throws IOException {
        List<String[]> rows = Files.readAllLines(data(TABLE)).stream()
                .filter(line -> line.startsWith("sev,") || line.startsWith("seves,"))
                .map(line -> line.split(",", -1))
                .toList();
        assertThat(rows).hasSizeGreaterThan(3);
        return rows.stream().map(row -> DynamicTest.dynamicTest(String.join(",", row), () -> check(row)));
    }

    private static void check(String[] row) throws IOException {
        OwnerBench bench = new OwnerBench(row[0].equals("seves") ? "sev-es" : "sev");
        try (OwnerSession session = bench.session();
                Guest guest = bench.launch(request(row, bench), true)) {
            assertThat(bench.verified(guest, session, Bytes.ofHex(row[8]))).isTrue();
            assertThat(bench.verified(guest, session, Bytes.of(new byte[32]))).isFalse();
        }
    }

    private static GuestRequest request(String[] row, OwnerBench bench) throws IOException {
        return new GuestRequest(
                image("firmware/OVMF.amdsev.fd"),
                row[5].isEmpty() ? Optional.empty() : Optional.of(boot(row)),
                row[1].isEmpty() ? 1 : Integer.parseInt(row[1]),
                row[2].isEmpty() ? "EPYC-v4" : row[2],
                256 << 20,
                bench.settings);
    }

    private static DirectBoot boot(String[] row) throws IOException {
        Image kernel = image("expected/" + row[5] + ".txt");
        return new DirectBoot(kernel, Optional.of(image("expected/" + row[6] + ".txt")), row[7]);
    }

    private static Image image(String name) throws IOException {
        return new Image(name, Bytes.of(Files.readAllBytes(data(name))));
    }

    private static Path data(String name) {
        String named = System.getProperty("cloister.data", "");
        Stream<String> roots = named.isEmpty() ? Stream.of("../../../shared/data", "../shared/data") : Stream.of(named);
        Path found = roots.map(root -> Path.of(root).resolve(name))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, () -> "needs the file " + name + " in the folder that -Dcloister.data names");
        return found;
    }
}
