// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.PageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedMeasurementTest {
    private static final GuestType SNP = new GuestType("sev-snp");

    @Test
    void tellsDigestAlgorithmAndProfile() {
        ExpectedMeasurement expected = measure(request(1, Map.of()));

        assertThat(expected.type()).isEqualTo(SNP);
        assertThat(expected.algorithm()).isEqualTo("SHA-384");
        assertThat(expected.digest().length()).isEqualTo(LaunchDigest.SIZE);
        assertThat(expected.profile()).isEqualTo("init2");
        assertThat(expected.notes()).isEmpty();
    }

    @Test
    void theLastPagesAreTheProcessors() {
        ExpectedMeasurement expected = measure(request(3, Map.of()));

        assertThat(expected.pages())
                .filteredOn(page -> page.kind().equals(PageKind.VMSA))
                .hasSize(3)
                .isEqualTo(expected.pages()
                        .subList(expected.pages().size() - 3, expected.pages().size()));
    }

    @Test
    void theDigestFollowsTheRequest() {
        Bytes one = measure(request(1, Map.of())).digest();

        assertThat(measure(request(1, Map.of())).digest()).isEqualTo(one);
        assertThat(measure(request(2, Map.of())).digest()).isNotEqualTo(one);
        assertThat(measure(request(1, Map.of("guest-features", "0x21"))).digest())
                .isNotEqualTo(one);
    }

    @Test
    void theFirmwareHashIsTheDigestOfTheFirmwaresPages() {
        GuestRequest request = request(1, Map.of());
        Bytes image = SampleFirmware.image().content();
        Bytes hash = new LaunchDigest()
                .extend(SnpPageType.NORMAL, (1L << 32) - image.length(), image)
                .value();

        assertThat(ExpectedMeasurement.firmwareHash(SNP, request)).isEqualTo(hash);
        assertThat(ExpectedMeasurement.of(SNP, request, Optional.of(hash))).isEqualTo(measure(request));
    }

    @Test
    void aWrongFirmwareHashGivesAnotherDigest() {
        GuestRequest request = request(1, Map.of());
        Optional<Bytes> zeros = Optional.of(Bytes.of(new byte[LaunchDigest.SIZE]));

        assertThat(ExpectedMeasurement.of(SNP, request, zeros).digest())
                .isNotEqualTo(measure(request).digest());
    }

    @Test
    void aKernelIsNotedAndMeasured() {
        DirectBoot boot = new DirectBoot(new Image("kern", Bytes.of(new byte[] {1})), Optional.empty(), "quiet");
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.of(boot), 1, "EPYC-v4", 256L << 20, Map.of());

        assertThat(measure(request).notes())
                .satisfiesExactly(
                        warning -> assertThat(warning).contains("kern", "QEMU does not load it"),
                        note -> assertThat(note).contains("Kernel hashes are on"));
        assertThat(measure(request).digest())
                .isNotEqualTo(measure(request(1, Map.of())).digest());
    }

    @Test
    void pagesSayWhatTheyArePartOf() {
        assertThat(measure(request(1, Map.of())).pages())
                .extracting(MeasuredPage::name)
                .contains("firmware", "vCPU 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void legacyTypesHaveASha256AndNoFirmwareHash(String name) {
        GuestType type = new GuestType(name);

        ExpectedMeasurement measured = ExpectedMeasurement.of(type, request(1, Map.of()), Optional.empty());
        assertThat(measured.algorithm()).isEqualTo("SHA-256");
        assertThat(measured.digest().length()).isEqualTo(32);
        assertThat(measured.pages()).isNotEmpty();
        assertThatThrownBy(() -> ExpectedMeasurement.firmwareHash(type, request(1, Map.of())))
                .hasMessageContaining("sev-snp");
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertProblem("tdx", Problem.Kind.INPUT, "type.unknown");
    }

    private static void assertProblem(String name, Problem.Kind kind, String code) {
        GuestType type = new GuestType(name);

        assertThatThrownBy(() -> ExpectedMeasurement.of(type, request(1, Map.of()), Optional.empty()))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(kind);
                    assertThat(e.problem().code()).isEqualTo(code);
                });
        assertThatThrownBy(() -> ExpectedMeasurement.firmwareHash(type, request(1, Map.of())))
                .isInstanceOf(CloisterException.class);
    }

    private static ExpectedMeasurement measure(GuestRequest request) {
        return ExpectedMeasurement.of(SNP, request, Optional.empty());
    }

    private static GuestRequest request(int vcpus, Map<String, String> properties) {
        return new GuestRequest(SampleFirmware.image(), Optional.empty(), vcpus, "EPYC-v4", 256L << 20, properties);
    }
}
