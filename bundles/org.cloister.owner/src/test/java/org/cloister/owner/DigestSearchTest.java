// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a digest leads back to the settings it was computed for. */
class DigestSearchTest {
    private static final Map<String, String> TYPES = Map.of("snp", "sev-snp", "sev", "sev", "seves", "sev-es");
    private static final int MOST = 512;

    static Stream<Row> rows() {
        return DataFolder.rows("expected/measurements.csv", line -> TYPES.containsKey(line.split(",", 2)[0]));
    }

    /** Digests that sev-snp-measure computed for a real firmware. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void ofAnotherImplementation(Row row) {
        String[] cells = row.cells();
        List<DigestMatch> found = DigestSearch.find(
                new GuestType(TYPES.get(cells[0])), request(cells), Bytes.ofHex(cells[8]), MOST, Limits.NONE);
        assertThat(found).hasSize(1);
        DigestMatch match = found.get(0);
        assertThat(match.vcpus()).isEqualTo(cells[1].isEmpty() ? 0 : Integer.parseInt(cells[1]));
        assertThat(match.kernelHashes()).isEqualTo(!cells[5].isEmpty());
        assertThat(match.profile()).isEqualTo(cells[4].isEmpty() ? "init2" : cells[4]);
        if (cells[0].equals("snp")) {
            assertThat(match.guestFeatures()).isEqualTo(cells[3].isEmpty() ? 1 : Long.decode(cells[3]));
        }
        if (!cells[2].isEmpty()) {
            assertThat(match.vcpuTypes()).contains(cells[2]);
        }
    }

    private static GuestRequest request(String[] cells) {
        Optional<DirectBoot> boot = cells[5].isEmpty()
                ? Optional.empty()
                : Optional.of(new DirectBoot(
                        image("expected/kern.txt"), Optional.of(image("expected/initrd.txt")), cells[7]));
        return new GuestRequest(image("firmware/OVMF.amdsev.fd"), boot, 1, "EPYC-v4", 256L << 20, Map.of());
    }

    private static Image image(String name) {
        return new Image(name, Bytes.of(DataFolder.bytes(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "sev-snp,init2,1,0xa00f11,0x1,off",
        "sev-snp,init2,2,0xa00f11,0x18221,on",
        "sev-snp,legacy,512,0x800f12,0x201,on",
        "sev-snp,ec2,1,,0x1,off",
        "sev-snp,ec2-2025,3,,0x21,on",
        "sev-snp,gce,77,,0x1,off",
        "sev-es,init2,1,0xa00f11,0x0,on",
        "sev-es,legacy,512,0xb00f00,0x20,off"
    })
    void leadsBackToWhatItWasComputedFor(
            String type, String profile, int vcpus, String signature, String features, String hashes) {
        Map<String, String> said = new HashMap<>(Map.of("profile", profile, "guest-features", features));
        said.put("kernel-hashes", hashes);
        if (signature != null) {
            said.put("vcpu-signature", signature);
        }
        DigestMatch expected = new DigestMatch(
                new GuestType(type),
                profile,
                Optional.ofNullable(signature).map(Integer::decode),
                vcpus,
                Long.decode(features),
                hashes.equals("on"));
        assertThat(find(type, sample(Map.of()), digest(type, vcpus, said), MOST))
                .containsExactly(expected);
    }

    @Test
    void findsAProcessorThatQemuDoesNotKnowWhenItIsSaid() {
        Bytes digest = digest("sev-snp", 2, Map.of("vcpu-signature", "0xa00f10"));
        assertThat(find("sev-snp", sample(Map.of()), digest, 4)).isEmpty();
        List<DigestMatch> found = find("sev-snp", sample(Map.of("vcpu-signature", "0xa00f10")), digest, 4);
        assertThat(found).extracting(DigestMatch::signature).containsExactly(Optional.of(0xa00f10));
        assertThat(found.get(0).vcpuTypes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"profile,legacy", "vmm,ec2", "vcpu-signature,0x800f12", "guest-features,0x21", "kernel-hashes,off"})
    void doesNotLookBesideWhatIsSaid(String name, String value) {
        Bytes digest = digest("sev-snp", 2, Map.of("vcpu-signature", "0xa00f11"));
        assertThat(find("sev-snp", sample(Map.of()), digest, 2)).hasSize(1);
        assertThat(find("sev-snp", sample(Map.of(name, value)), digest, 2)).isEmpty();
    }

    @Test
    void findsFeaturesThatAreNotTriedWhenTheyAreSaid() {
        Map<String, String> rare = Map.of("guest-features", "0x8000000000000001");
        Bytes digest = digest("sev-snp", 1, rare);
        assertThat(find("sev-snp", sample(Map.of()), digest, 1)).isEmpty();
        assertThat(find("sev-snp", sample(rare), digest, 1))
                .extracting(DigestMatch::guestFeatures)
                .containsExactly(0x8000000000000001L);
    }

    @Test
    void triesNoMoreProcessorsThanItIsTold() {
        Bytes digest = digest("sev-es", 3, Map.of("profile", "legacy"));
        assertThat(find("sev-es", sample(Map.of()), digest, 2)).isEmpty();
        assertThat(find("sev-es", sample(Map.of()), digest, 3)).hasSize(1);
    }

    @Test
    void tellsHowFarItIs() {
        List<Long> done = new ArrayList<>();
        List<Long> total = new ArrayList<>();
        DigestSearch.find(
                new GuestType("sev-es"), sample(Map.of()), Bytes.of(new byte[32]), 1, Limits.NONE, (one, all) -> {
                    done.add(one);
                    total.add(all);
                });
        assertThat(total).containsOnly(2L * 2 * 2 * 5);
        assertThat(done).hasSize(40).isSorted().startsWith(1L).endsWith(40L);
    }

    @ParameterizedTest
    @CsvSource({"sev-snp,32,1,find.size", "sev,48,1,find.size", "sev-es,0,1,find.size", "sev-snp,48,0,find.vcpus"})
    void refusesWhatCannotBeADigestOrACount(String type, int size, int most, String code) {
        Bytes digest = Bytes.of(new byte[size]);
        assertThat(refused(() -> find(type, sample(Map.of()), digest, most)).code())
                .isEqualTo(code);
    }

    @Test
    void refusesWhatTheRequestContradicts() {
        Bytes digest = Bytes.of(new byte[48]);
        assertThat(refused(() -> find("sev-snp", sample(Map.of("profile", "gce", "vmm", "ec2")), digest, 1))
                        .code())
                .isEqualTo("snp.property.contradiction");
        assertThat(refused(() -> find("tdx", sample(Map.of()), digest, 1)).code())
                .isEqualTo("type.unknown");
        assertThat(refused(() -> find("sev-snp", sample(Map.of()), digest, 4097))
                        .code())
                .isEqualTo("find.vcpus");
    }

    @Test
    void endsWhenItIsCancelledWhileItSearches() {
        Cancellation cancellation = new Cancellation();
        CloisterException ended = catchThrowableOfType(
                CloisterException.class,
                () -> DigestSearch.find(
                        new GuestType("sev-snp"),
                        sample(Map.of()),
                        Bytes.of(new byte[48]),
                        MOST,
                        Limits.of(cancellation),
                        (done, total) -> cancellation.cancel()));
        assertThat(ended.problem().kind()).isEqualTo(Problem.Kind.CANCELLED);
    }

    private static List<DigestMatch> find(String type, GuestRequest request, Bytes digest, int most) {
        return DigestSearch.find(new GuestType(type), request, digest, most, Limits.NONE);
    }

    private static Bytes digest(String type, int vcpus, Map<String, String> said) {
        GuestRequest one = sample(said);
        GuestRequest request =
                new GuestRequest(one.firmware(), one.boot(), vcpus, one.vcpuType(), one.memory(), one.properties());
        return ExpectedMeasurement.of(new GuestType(type), request, Optional.empty())
                .digest();
    }

    private static GuestRequest sample(Map<String, String> said) {
        Image kernel = new Image("kernel", Bytes.of("kernel".getBytes(StandardCharsets.US_ASCII)));
        DirectBoot boot = new DirectBoot(kernel, Optional.empty(), "quiet");
        return new GuestRequest(SampleFirmware.image(), Optional.of(boot), 1, "EPYC-v4", 256L << 20, said);
    }

    private static Problem refused(ThrowingCallable call) {
        CloisterException refused = catchThrowableOfType(CloisterException.class, call);
        assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.INPUT);
        return refused.problem();
    }
}
