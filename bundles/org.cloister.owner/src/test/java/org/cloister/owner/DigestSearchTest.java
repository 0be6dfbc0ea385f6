package org.cloister.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether each digest that an independent tool computed leads back to the settings it was computed for. */
class DigestSearchTest {
    private static final Path DATA = Path.of(System.getProperty("cloister.data", "../../../shared/data"));
    private static final Path TABLE = DATA.resolve("expected/measurements.csv");
    private static final Map<String, String> TYPES = Map.of("snp", "sev-snp", "sev", "sev", "seves", "sev-es");
    private static final GuestRequest SAMPLE =
            new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 256L << 20, Map.of());

    static Stream<String> rows() throws IOException {
        return Files.exists(TABLE)
                ? Files.readAllLines(TABLE).stream().filter(row -> TYPES.containsKey(row.split(",", 2)[0]))
                : Stream.of("");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void knownDigestLeadsBackToItsSettings(String row) throws IOException {
        assumeTrue(!row.isEmpty(), () -> TABLE + " is not there");
        String[] cells = row.split(",", -1);
        GuestType type = new GuestType(TYPES.get(cells[0]));
        List<DigestMatch> found = DigestSearch.find(type, request(cells), Bytes.ofHex(cells[8]), 256, Limits.NONE);
        assertThat(found).anySatisfy(match -> {
            assertThat(match.vcpus()).isEqualTo(cells[1].isEmpty() ? 0 : Integer.parseInt(cells[1]));
            assertThat(match.kernelHashes()).isEqualTo(!cells[5].isEmpty());
            if (!cells[2].isEmpty()) {
                assertThat(match.vcpuTypes()).contains(cells[2]);
            }
            if (!cells[3].isEmpty()) {
                assertThat(match.guestFeatures()).isEqualTo(Long.decode(cells[3]));
            }
            assertThat(match.profile()).isEqualTo(cells[4].isEmpty() ? "init2" : cells[4]);
        });
    }

    private static GuestRequest request(String[] cells) throws IOException {
        Optional<DirectBoot> boot = cells[5].isEmpty()
                ? Optional.empty()
                : Optional.of(new DirectBoot(
                        image("expected/kern.txt"), Optional.of(image("expected/initrd.txt")), cells[7]));
        return new GuestRequest(image("firmware/OVMF.amdsev.fd"), boot, 1, "EPYC-v4", 256L << 20, Map.of());
    }

    private static Image image(String name) throws IOException {
        return new Image(name, Bytes.of(Files.readAllBytes(DATA.resolve(name))));
    }

    @Test
    void digestOfSomethingElseIsNotFound() {
        assertThat(DigestSearch.find(new GuestType("sev-snp"), SAMPLE, Bytes.of(new byte[48]), 4, Limits.NONE))
                .isEmpty();
    }

    @Test
    void digestOfTheWrongLengthIsRefused() {
        assertThatThrownBy(
                        () -> DigestSearch.find(new GuestType("sev"), SAMPLE, Bytes.of(new byte[48]), 4, Limits.NONE))
                .hasMessageContaining("48 bytes, expected 32 bytes");
    }

    @Test
    void searchEndsWhenItIsCancelled() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThatThrownBy(() -> DigestSearch.find(
                        new GuestType("sev-snp"), SAMPLE, Bytes.of(new byte[48]), 4, Limits.of(cancellation)))
                .hasMessageContaining("cancelled");
    }
}
