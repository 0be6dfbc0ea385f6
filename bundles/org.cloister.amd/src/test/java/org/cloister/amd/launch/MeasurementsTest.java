// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.testing.TestData;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Row;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row for SEV-SNP of a table that sev-snp-measure computed for a real firmware. */
class MeasurementsTest {
    private static final String TABLE = "expected/measurements.csv";
    private static final String FIRMWARE = "firmware/OVMF.amdsev.fd";

    @TestFactory
    Stream<DynamicTest> snpRows() {
        return DataFolder.rows(TABLE, line -> line.startsWith("snp,"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row.cells())));
    }

    @Test
    void firmwareHash() {
        Image firmware = new Image(FIRMWARE, TestData.bytes(FIRMWARE));
        GuestRequest request = Requests.usual().firmware(firmware).request();
        Stream<Row> rows = DataFolder.rows(TABLE, line -> line.startsWith("snp:ovmf-hash,"));
        String[] row = rows.findFirst().orElseThrow().cells();
        assertThat(SnpDigest.firmwareHash(SnpPlanner.plan(request)).hex()).isEqualTo(row[8]);
    }

    private static void check(String[] row) {
        Image firmware = new Image(FIRMWARE, TestData.bytes(FIRMWARE));
        Requests requests = Requests.usual().firmware(firmware).vcpus(Integer.parseInt(row[1]));
        requests = row[2].isEmpty() ? requests : requests.vcpuType(row[2]);
        requests = row[3].isEmpty() ? requests : requests.with("guest-features", row[3]);
        requests = row[4].isEmpty() ? requests : requests.with("vmm", row[4]);
        requests = row[5].isEmpty() ? requests : requests.boot(boot(row));
        assertThat(SnpDigest.of(SnpPlanner.plan(requests.request())).hex()).isEqualTo(row[8]);
    }

    private static DirectBoot boot(String[] row) {
        Image kernel = new Image(row[5], TestData.bytes("expected/" + row[5] + ".txt"));
        Image initrd = new Image(row[6], TestData.bytes("expected/" + row[6] + ".txt"));
        return new DirectBoot(kernel, Optional.of(initrd), row[7]);
    }
}
