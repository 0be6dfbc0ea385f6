// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.attest.Attested.failed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.channel.SnpCertificates;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SnpChainVerifier;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.softsev.model.AttestationSettings;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.processor.Platforms;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates with AMD's names: what verifiers of AMD's chains look for, and still nobody takes them for AMD's. */
class AmdNamesTest {
    private static final String PLACE = "O=Advanced Micro Devices,ST=CA,L=Santa Clara,C=US,OU=Engineering";

    @TempDir
    Path folder;

    /** The names of real certificates, byte for byte, and the rules of go-sev-guest (verify.go). */
    @ParameterizedTest
    @CsvSource({
        "MILAN, snp/ca/milan_ask_ark_asvk.pem",
        "GENOA, snp/ca/genoa_ask_ark_asvk.pem",
        "TURIN, snp/ca/turin_ask_ark_asvk.pem"
    })
    void namesAndPlacesAreThoseOfRealOnes(EmulatedGeneration generation, String file) throws Exception {
        SnpCertificates made = named(generation).loadVlek("cloud.example").certificates();
        List<X509Certificate> real = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(DataFolder.path(file))))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
        List<Bytes> all = List.of(made.ask(), made.ark(), made.asvk());
        for (int i = 0; i < all.size(); i++) {
            X509Certificate one = java(all.get(i));
            assertThat(one.getSubjectX500Principal().getEncoded())
                    .isEqualTo(real.get(i).getSubjectX500Principal().getEncoded());
            assertThat(one.getIssuerX500Principal().getEncoded())
                    .isEqualTo(real.get(i).getIssuerX500Principal().getEncoded());
            assertThat(one.getExtensionValue("2.5.29.31")).isEqualTo(real.get(i).getExtensionValue("2.5.29.31"));
            assertThat(one.getVersion()).isEqualTo(3);
        }
        assertThat(java(made.vcek()).getSubjectX500Principal().getName()).isEqualTo("CN=SEV-VCEK," + PLACE);
        assertThat(java(made.vlek().orElseThrow()).getSubjectX500Principal().getName())
                .isEqualTo("CN=SEV-VLEK," + PLACE);
    }

    @ParameterizedTest
    @CsvSource({"MILAN", "GENOA", "TURIN"})
    void everyCertificateGoesOnToSayThatItIsEmulated(EmulatedGeneration generation) throws Exception {
        Attested platform = named(generation).loadVlek("cloud.example");
        for (AmdCertificate one : platform.bundle().certificates()) {
            Bytes comment = one.extensions().get("2.16.840.1.113730.1.13").value();
            assertThat(new String(comment.toArray(), StandardCharsets.US_ASCII))
                    .contains("Emulated by Cloister, protects nothing, not AMD's");
            assertThat(new String(one.serial().toByteArray(), StandardCharsets.US_ASCII))
                    .startsWith("emulated");
        }
    }

    @ParameterizedTest
    @CsvSource({"MILAN", "GENOA", "TURIN"})
    void theyVerifyUnderTheirOwnRootAlone(EmulatedGeneration generation) {
        Attested platform = named(generation).loadVlek("cloud.example");
        List<VerificationResult> own =
                SnpChainVerifier.of(platform.roots(), Crypto.platform()).verify(platform.bundle(), Instant.now());
        assertThat(own).hasSize(2).allMatch(VerificationResult::passed, own.toString());
        assertThat(platform.verify(platform.report()).passed()).isTrue();

        VerificationResult amds = Attested.verify(Roots.amd(), platform.report(), platform.bundle());
        // AMD's own authorities of these names are tried too, and have not signed it
        assertThat(amds.passed()).isFalse();
        assertThat(failed(amds)).containsAnyOf("root.trusted", "leaf.signature");
    }

    /** Keys are the same under either name. */
    @Test
    void onlyNamesDiffer() {
        Attested own = Attested.by(EmulatedGeneration.GENOA);
        Attested named = named(EmulatedGeneration.GENOA);
        assertThat(key(named.certificates().ark()))
                .isEqualTo(key(own.certificates().ark()));
        assertThat(key(named.certificates().vcek()))
                .isEqualTo(key(own.certificates().vcek()));
        assertThat(BigInteger.ZERO)
                .isEqualTo(Attested.decode(own.certificates().vcek()).serial());
        assertThat(failed(Attested.verify(own.roots(), named.report(), named.bundle())))
                .isEmpty();
    }

    /** A judge from elsewhere, for both forms. */
    @ParameterizedTest
    @CsvSource({"MILAN, false", "GENOA, true", "TURIN, true"})
    void openSslAgrees(EmulatedGeneration generation, boolean amds) throws Exception {
        Needs.program("openssl");
        SnpCertificates all = (amds ? named(generation) : Attested.by(generation)).certificates();
        write("ark.der", all.ark());
        write("ask.der", all.ask());
        write("vcek.der", all.vcek());
        for (String name : List.of("ark", "ask", "vcek")) {
            openSsl("x509", "-inform", "DER", "-in", name + ".der", "-out", name + ".pem");
        }
        assertThat(openSsl("verify", "-CAfile", "ark.pem", "-untrusted", "ask.pem", "vcek.pem"))
                .contains("vcek.pem: OK");
        String told = openSsl("x509", "-in", "ark.pem", "-noout", "-text");
        assertThat(told).contains("Public-Key: (4096 bit)").containsIgnoringCase("emulated");
    }

    private static Attested named(EmulatedGeneration generation) {
        return Attested.by(
                OtherPlatforms.with(generation, AttestationSettings.DEFAULT.withAmdNames(true)), Platforms.CHIP);
    }

    private static X509Certificate java(Bytes der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.toArray()));
    }

    private static Bytes key(Bytes der) {
        return Attested.decode(der).subjectPublicKeyInfo();
    }

    private void write(String name, Bytes content) throws IOException {
        Files.write(folder.resolve(name), content.toArray());
    }

    private String openSsl(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("openssl"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
