// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.attest.Attested.decode;
import static org.cloister.softsev.attest.Attested.failed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdExtensions;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SnpChainVerifier;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.softsev.identity.ChipIdentity;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.processor.Platforms;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The platform's own chain: as AMD's in form, never taken for AMD's, and every part of it needed. */
class EmulatedChainTest {
    private static final Set<Integer> FIELDS =
            Stream.of(ReportField.values()).map(field -> field.slot().offset()).collect(Collectors.toUnmodifiableSet());
    private static final ChipIdentity OTHER_CHIP = Platforms.chip();

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void chainsVerifyUnderTheirOwnRootAlone(EmulatedGeneration generation) {
        Attested platform = Attested.by(generation).loadVlek("cloud.example");
        CertificateBundle all = platform.bundle();

        List<VerificationResult> own =
                SnpChainVerifier.of(platform.roots(), Crypto.platform()).verify(all, Instant.now());
        List<VerificationResult> amd =
                SnpChainVerifier.of(Roots.amd(), Crypto.platform()).verify(all, Instant.now());

        assertThat(own).hasSize(2).allMatch(VerificationResult::passed, own.toString());
        assertThat(amd).hasSize(2).allSatisfy(one -> assertThat(failed(one)).contains("root.trusted"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void noReportPassesAsAmds(EmulatedGeneration generation) {
        Attested platform = Attested.by(generation);
        VerificationResult result = Attested.verify(Roots.amd(), platform.report(), platform.bundle());

        assertThat(result.passed()).isFalse();
        assertThat(failed(result)).containsExactly("root.trusted");
        assertThat(result.check("root.trusted").orElseThrow().detail())
                .contains("its key is not AMD's root key of any generation");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void everyCertificateSaysThatItIsEmulated(EmulatedGeneration generation) {
        Attested platform = Attested.by(generation).loadVlek("cloud.example");
        for (AmdCertificate one : platform.bundle().certificates()) {
            assertThat(one.role().map(one::roleFaults)).contains(List.of());
            assertThat(Stream.of(one.subject(), one.issuer()).map(Object::toString))
                    .allMatch(name -> name.startsWith(
                            "OU=Emulated, protects nothing, O=Cloister software platform, not AMD, CN="));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MILAN, Milan-B0, Milan, 0, 64, 1 2 3.1 3.2 3.4 3.5 3.6 3.7 3.3 3.8",
        "GENOA, Genoa,    Genoa, 0, 64, 1 2 3.1 3.2 3.4 3.5 3.6 3.7 3.3 3.8",
        "TURIN, Turin,    Turin, 1, 8,  1 2 3.9 3.1 3.2 3.3 3.5 3.6 3.7 3.8"
    })
    void extensionsAreThoseOfTheGeneration(
            EmulatedGeneration generation, String chip, String line, int version, int idLength, String arcs) {
        Attested platform = Attested.by(generation).loadVlek("cloud.example");
        AmdCertificate vcek = decode(platform.certificates().vcek());
        AmdCertificate vlek = decode(platform.certificates().vlek().orElseThrow());

        assertThat(vcek.amd().productName()).contains(chip);
        assertThat(vlek.amd().productName()).contains(line);
        assertThat(List.of(vcek.amd().structVersion(), vlek.amd().structVersion()))
                .containsOnly(Optional.of(version));
        assertThat(arcs(vcek)).isEqualTo(arcs + " 4");
        assertThat(arcs(vlek)).isEqualTo(arcs + " 5");
        assertThat(vcek.extensions().get(AmdExtensions.ARC + "4").value())
                .isEqualTo(Platforms.CHIP.id().slice(0, idLength));
        assertThat(vlek.amd().cspId()).contains("CN=cloud.example");
        assertThat(vcek.serial().signum()).isZero();
        TcbVersion tcb = new TcbVersion(generation.tcb(), generation.tcbLayout());
        for (TcbComponent component : tcb.layout().components()) {
            assertThat(vcek.amd().components())
                    .containsEntry(component, tcb.get(component).orElseThrow());
        }
    }

    private static String arcs(AmdCertificate certificate) {
        return String.join(
                " ",
                certificate.extensions().keySet().stream()
                        .map(oid -> oid.substring(AmdExtensions.ARC.length()))
                        .toList());
    }

    @Test
    void aKeyBelongsToAChipAndAVersion() {
        Attested platform = Attested.by(EmulatedGeneration.GENOA);
        long tcb = EmulatedGeneration.GENOA.tcb();
        Bytes key = vcekOf(platform);
        Bytes report = platform.report();

        Bytes older = vcekOf(platform.configure(tcb - 1, 0));
        VerificationResult mismatch = platform.verify(report);
        Bytes back = vcekOf(platform.configure(tcb, 0));
        Bytes other = vcekOf(Attested.by(Attested.settings(EmulatedGeneration.GENOA, 0), OTHER_CHIP));

        assertThat(older).isNotEqualTo(key).isNotEqualTo(other);
        assertThat(other).isNotEqualTo(key);
        assertThat(back).isEqualTo(key);
        assertThat(failed(mismatch)).containsExactly("report.signature", "tcb.bootloader");
        assertThat(platform.verify(report).passed()).isTrue();
    }

    @Test
    void aProviderHasOneKeyOnAllChipsOfAnAuthority() {
        Attested one = Attested.by(EmulatedGeneration.MILAN).loadVlek("cloud.example");
        Attested other = Attested.by(Attested.settings(EmulatedGeneration.MILAN, 0), OTHER_CHIP)
                .loadVlek("CN=cloud.example");
        Attested stranger = Attested.by(EmulatedGeneration.MILAN).loadVlek("other.example");

        assertThat(vlekOf(one)).isEqualTo(vlekOf(other)).isNotEqualTo(vlekOf(stranger));
        assertThat(Attested.verify(one.roots(), one.report(), other.bundle()).passed())
                .isTrue();
    }

    @Test
    void anotherVersionInReportsUnloadsTheProvidersKey() {
        Attested platform = Attested.by(EmulatedGeneration.GENOA).loadVlek("cloud.example");
        assertThat(platform.configure(EmulatedGeneration.GENOA.tcb(), 1)
                        .certificates()
                        .vlek())
                .isPresent();
        assertThat(platform.configure(EmulatedGeneration.GENOA.tcb() - 1, 0)
                        .certificates()
                        .vlek())
                .isEmpty();
        assertThat(platform.verify(platform.report()).passed()).isTrue();
    }

    private static Bytes vcekOf(Attested platform) {
        return decode(platform.certificates().vcek()).subjectPublicKeyInfo();
    }

    private static Bytes vlekOf(Attested platform) {
        return decode(platform.certificates().vlek().orElseThrow()).subjectPublicKeyInfo();
    }

    /** Every certificate in turn is that of another chip or of other authorities. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void aCertificateFromElsewhereIsRefused(EmulatedGeneration generation) {
        Attested platform = Attested.by(generation);
        SnpCertificates own = platform.certificates();
        SnpCertificates chip =
                Attested.by(Attested.settings(generation, 0), OTHER_CHIP).certificates();
        SnpCertificates others = Attested.underOthers(generation).certificates();
        Roots roots = platform.roots();
        Bytes report = platform.report();

        assertThat(failedWith(roots, report, own, one -> with(one, others.ark(), one.ask(), one.vcek())))
                .isEmpty(); // the trusted root itself takes its place
        assertThat(failedWith(roots, report, own, one -> with(one, one.ark(), others.ask(), one.vcek())))
                .contains("intermediate.signature");
        assertThat(failedWith(roots, report, own, one -> with(one, one.ark(), one.ask(), others.vcek())))
                .contains("leaf.signature");
        assertThat(failedWith(roots, report, own, one -> with(one, one.ark(), one.ask(), chip.vcek())))
                .contains("report.signature", "chip-id");
        assertThat(failedWith(roots, report, own, one -> others)).isNotEmpty();
    }

    private static List<String> failedWith(
            Roots roots, Bytes report, SnpCertificates own, UnaryOperator<SnpCertificates> change) {
        return failed(Attested.verify(roots, report, Attested.bundle(change.apply(own))));
    }

    private static SnpCertificates with(SnpCertificates own, Bytes ark, Bytes ask, Bytes vcek) {
        return new SnpCertificates(ark, ask, own.asvk(), vcek, Optional.empty(), own.crl());
    }

    @ParameterizedTest
    @CsvSource({"0, ", "0x10001, crl.intermediate", "0x10101, "})
    void whatIsRevokedIsRefused(String serial, String check) {
        Attested platform = Attested.by(EmulatedGeneration.TURIN);
        SnpCertificates own = platform.certificates();
        Bytes list = platform.revoking(Long.decode(serial));
        SnpCertificates revoking =
                new SnpCertificates(own.ark(), own.ask(), own.asvk(), own.vcek(), Optional.empty(), list);

        VerificationResult result = Attested.verify(platform.roots(), platform.report(), Attested.bundle(revoking));

        assertThat(failed(result)).isEqualTo(check == null ? List.of() : List.of(check));
    }

    @Test
    void aListOfOtherAuthoritiesCountsForNothing() {
        Attested platform = Attested.by(EmulatedGeneration.TURIN);
        SnpCertificates own = platform.certificates();
        SnpCertificates foreign = new SnpCertificates(
                own.ark(),
                own.ask(),
                own.asvk(),
                own.vcek(),
                Optional.empty(),
                Attested.underOthers(EmulatedGeneration.TURIN).certificates().crl());

        assertThat(failed(Attested.verify(platform.roots(), platform.report(), Attested.bundle(foreign))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false, VCEK", "true, VLEK"})
    void theTableIsWhatAReportNeeds(boolean loaded, CertificateKind leaf) {
        Attested platform = Attested.by(EmulatedGeneration.GENOA);
        if (loaded) {
            platform.loadVlek("cloud.example");
        }
        Bytes image = platform.processor.attestation().certificateTable();
        CertificateTable table = CertificateTable.decode(image, "table");

        assertThat(table.entries())
                .extracting(CertificateEntry::label)
                .containsExactly("ARK", "ASK", leaf.name(), "CRL");
        CertificateBundle bundle = CertificateBundle.read(image, "table");
        VerificationResult result = Attested.verify(platform.roots(), platform.report(), bundle);
        assertThat(result.passed()).as(result.toString()).isTrue();
        assertThat(decode(table.contents(CertificateKind.ASK).get(0)).role())
                .contains(loaded ? CertificateRole.ASVK : CertificateRole.ASK);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void everyByteOfAReportCounts(EmulatedGeneration generation) {
        Attested platform = Attested.by(generation);
        Bytes report = platform.report();
        CertificateBundle bundle = platform.bundle();
        ReportVerifier verifier = ReportVerifier.remembering(platform.roots(), Crypto.platform());
        Instant now = Instant.now();
        assertThat(verifier.verify(report, bundle, now, AppraisalPolicy.NONE).passed())
                .isTrue();

        List<Integer> unnoticed = IntStream.range(0, AttestationReport.SIZE)
                .parallel()
                .filter(EmulatedChainTest::tried)
                .filter(at -> verifier.verify(changed(report, at), bundle, now, AppraisalPolicy.NONE)
                        .passed())
                .boxed()
                .toList();

        assertThat(unnoticed).isEmpty();
    }

    /** In every build the first byte of each field and each fourth of all. */
    private static boolean tried(int at) {
        return at % Thorough.times(4, 1) == 0 || FIELDS.contains(at);
    }

    private static Bytes changed(Bytes report, int at) {
        byte[] image = report.toArray();
        image[at] ^= (byte) (1 << at % Byte.SIZE);
        return Bytes.of(image);
    }
}
