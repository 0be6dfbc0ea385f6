// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random settings of all three types, with the digests that sev-snp-measure 0.0.13 computed for them. */
class RandomMeasurementsTest {
    private static final String TABLE = "expected/random-measurements.csv";
    private static final String FIRMWARE = "firmware/OVMF.amdsev.fd";

    @TestFactory
    Stream<DynamicTest> rowsOfAnotherImplementation() {
        return DataFolder.rows(TABLE, line -> line.startsWith("s"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row.cells())));
    }

    private static void check(String[] row) throws Exception {
        Requests requests = Requests.usual().firmware(firmware(row[1]));
        requests = row[2].isEmpty() ? requests : requests.vcpus(Integer.parseInt(row[2]));
        requests = row[3].isEmpty() ? requests : processor(requests, row[3]);
        requests = row[4].equals("qemu") ? requests : requests.with("vmm", row[4]);
        requests = row[5].isEmpty() ? requests : requests.with("guest-features", row[5]);
        requests = row[6].isEmpty() ? requests : requests.boot(boot(row));
        assertThat(digest(row[0], requests.request()).hex()).isEqualTo(row[9]);
    }

    private static Bytes digest(String mode, GuestRequest request) {
        return switch (mode) {
            case "snp" -> SnpDigest.of(SnpPlanner.plan(request));
            case "seves" -> SevDigest.of(SevPlanner.plan(new GuestType("sev-es"), request));
            default -> SevDigest.of(SevPlanner.plan(new GuestType("sev"), request));
        };
    }

    /** The whole image, or so many bytes of its end. */
    private static Image firmware(String name) {
        Bytes whole = TestData.bytes(FIRMWARE);
        int size = name.equals("whole") ? whole.length() : Integer.parseInt(name.split(":")[1]);
        return new Image(FIRMWARE, whole.slice(whole.length() - size, size));
    }

    private static Requests processor(Requests requests, String text) {
        if (text.startsWith("0x")) {
            return requests.with("vcpu-signature", text);
        }
        String[] numbers = text.split("/");
        return numbers.length == 1
                ? requests.vcpuType(text)
                : requests.with("vcpu-signature", "0x" + Integer.toHexString(signature(numbers)));
    }

    private static int signature(String[] numbers) {
        return CpuSignature.of(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]))
                .eax();
    }

    private static DirectBoot boot(String[] row) throws Exception {
        Optional<Image> disk = row[7].isEmpty() ? Optional.empty() : Optional.of(file(row[7]));
        String append = row[8].equals("-") ? "" : row[8];
        return new DirectBoot(file(row[6]), disk, new String(HexFormat.of().parseHex(append), StandardCharsets.UTF_8));
    }

    /** The first bytes of hashes in a row, as the table's head describes them. */
    private static Image file(String text) throws Exception {
        if (text.equals("empty")) {
            return new Image(text, Bytes.EMPTY);
        }
        String[] parts = text.split(":");
        int size = Integer.parseInt(parts[1]);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; all.size() < size; i++) {
            byte[] seed = (parts[0] + "/" + i).getBytes(StandardCharsets.UTF_8);
            all.writeBytes(MessageDigest.getInstance("SHA-256").digest(seed));
        }
        return new Image(text, Bytes.of(all.toByteArray(), 0, size));
    }
}
