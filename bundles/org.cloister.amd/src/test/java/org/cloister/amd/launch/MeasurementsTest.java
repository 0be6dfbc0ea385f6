package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.testing.TestData;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row for SEV-SNP of a table that sev-snp-measure computed for a real firmware. */
class MeasurementsTest {
    private static final String TABLE = "expected/measurements.csv";
    private static final String FIRMWARE = "firmware/OVMF.amdsev.fd";

    @TestFactory
    Stream<DynamicTest> snpRows() {
        List<String[]> rows = rows("snp");
        assertThat(rows).hasSizeGreaterThan(10);
        Image firmware = new Image(FIRMWARE, TestData.bytes(FIRMWARE));
        return rows.stream().map(row -> DynamicTest.dynamicTest(String.join(",", row), () -> check(row, firmware)));
    }

    @Test
    void firmwareHash() {
        Image firmware = new Image(FIRMWARE, TestData.bytes(FIRMWARE));
        GuestRequest request = Requests.usual().firmware(firmware).request();
        String[] row = rows("snp:ovmf-hash").get(0);
        assertThat(SnpDigest.firmwareHash(SnpPlanner.plan(request)).hex()).isEqualTo(row[8]);
    }

    private static void check(String[] row, Image firmware) {
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

    private static List<String[]> rows(String mode) {
        return TestData.lines(TABLE).stream()
                .filter(line -> line.startsWith(mode + ","))
                .map(line -> line.split(",", -1))
                .toList();
    }
}
