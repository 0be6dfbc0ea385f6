// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Launches of a real OVMF, against the digests that an independent tool computed for it. */
class KnownDigestsTest {
    static Stream<Row> rows() {
        return DataFolder.rows("expected/measurements.csv", line -> line.startsWith("snp,"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void launchGivesTheKnownDigest(Row row) {
        String[] cells = row.cells();
        TestBed bed = TestBed.complete();
        try (Guest guest = bed.launcher.launch(request(cells), LaunchListener.SILENT, Limits.NONE)) {
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.report().measurement().orElseThrow().value().hex()).isEqualTo(cells[8]);
        }
        assertThat(bed.usage().pages()).isZero();
    }

    private static LaunchRequest request(String[] cells) {
        Map<String, String> properties = new TreeMap<>();
        if (!cells[3].isEmpty()) {
            properties.put("guest-features", cells[3]);
        }
        if (!cells[4].isEmpty()) {
            properties.put("vmm", cells[4]);
        }
        Optional<DirectBoot> boot = cells[5].isEmpty()
                ? Optional.empty()
                : Optional.of(new DirectBoot(
                        image("expected/kern.txt"), Optional.of(image("expected/initrd.txt")), cells[7]));
        String model = cells[2].isEmpty() ? "EPYC-v4" : cells[2];
        GuestRequest guest = new GuestRequest(
                image("firmware/OVMF.amdsev.fd"), boot, Integer.parseInt(cells[1]), model, 256L << 20, properties);
        return new LaunchRequest(new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, guest, false);
    }

    private static Image image(String name) {
        return new Image(name, Bytes.of(DataFolder.bytes(name)));
    }
}
