// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cloister.owner.verify.Artefacts.bytes;
import static org.cloister.owner.verify.Artefacts.path;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.check;
import static org.cloister.owner.verify.Verifications.detail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain of a real Naples platform. */
class SevChainTest {
    private static final List<String> PLATFORM = List.of(
            "legacy/naples/pdh.cert", "legacy/naples/pek.cert", "legacy/naples/oca.cert", "legacy/naples/cek.cert");
    private static final String ARK = "legacy/ca/naples/ark.cert";
    private static final String ASK = "legacy/ca/naples/ask.cert";
    private static final String BAD = "legacy/naples/ark.cert.bad";

    private static VerificationResult verify(Map<String, Bytes> given) {
        return verify(files(given));
    }

    private static CertificateFiles files(Map<String, Bytes> given) {
        CertificateFiles files = new CertificateFiles();
        given.forEach((name, content) -> files.add(content, name));
        return files;
    }

    private static VerificationResult verify(CertificateFiles files) {
        List<VerificationResult> results =
                ChainVerifier.of(Roots.amd(), Crypto.platform()).verify(files, Verifications.AT);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static Map<String, Bytes> read(String... names) {
        Map<String, Bytes> all = new LinkedHashMap<>();
        Stream.concat(PLATFORM.stream(), Stream.of(names)).forEach(name -> all.put(name, bytes(name)));
        return all;
    }

    @Test
    void naplesVerifies() {
        VerificationResult result = assertPassed(verify(read(ARK, ASK)));

        assertThat(result.with(Status.NOT_PERFORMED)).isEmpty();
        assertThat(result.links()).hasSize(7);
    }

    @Test
    void foldersVerify() {
        CertificateFiles files =
                new CertificateFiles().add(path("legacy/naples")).add(path("legacy/ca/naples"));

        assertPassed(verify(files));
        assertThat(files.ignored()).singleElement().asString().contains("ark.cert.sig");
    }

    @Test
    void rootWithoutItsSignatureCountsByItsKey() {
        VerificationResult result = assertPassed(verify(read(BAD, ASK)));

        assertThat(check(result, "ark.signature").status()).isEqualTo(Status.NOT_PERFORMED);
        assertThat(check(result, "ark.trusted").status()).isEqualTo(Status.PASSED);
    }

    @Test
    void rootWithoutItsSignatureAndWithAnotherKeyDoesNot() {
        Map<String, Bytes> given = Map.of(BAD, changed(bytes(BAD), 0x1a0, 1), ASK, bytes(ASK));

        assertFailed(verify(given), "ark.trusted", "ask.signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rome", "milan", "genoa", "turin"})
    void ownerV6_authoritiesOfAnotherGenerationBesideAPlatformDecideNothing(String generation) {
        assertPassed(verify(read("legacy/ca/" + generation + "/ark.cert", "legacy/ca/" + generation + "/ask.cert")));
    }

    @Test
    void ownerV6_authoritiesOfAPlatformAreBuiltIn() {
        VerificationResult result = assertPassed(verify(read()));

        assertThat(result.with(Status.NOT_PERFORMED)).isEmpty();
        assertThat(detail(result, "ark.trusted")).contains("Naples, built in");
    }

    @Test
    void ownerV6_ownRootEndsTheTrustInThoseThatAreBuiltIn() {
        Roots rome = Roots.trusting(new CertificateFiles().add(path("legacy/ca/rome/ark.cert")));

        assertFailed(verify(rome, files(read()).legacy()), "cek.signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"naples", "rome", "milan", "genoa", "turin"})
    void authoritiesAloneVerify(String generation) {
        VerificationResult result = assertPassed(verify(new CertificateFiles().add(path("legacy/ca/" + generation))));

        assertThat(check(result, "cek.signature").status()).isEqualTo(Status.NOT_PERFORMED);
    }

    @Test
    void ofManyAuthoritiesTheRightOnesAreTaken() {
        CertificateFiles files = new CertificateFiles();
        for (String generation : List.of("turin", "rome", "naples", "milan")) {
            files.add(path("legacy/ca/" + generation));
        }

        assertPassed(verify(files.add(path("legacy/naples"))));
    }

    @Test
    void trustedRootReplacesThePinnedOnes() {
        Roots rome = Roots.trusting(new CertificateFiles().add(path("legacy/ca/rome/ark.cert")));
        Roots naples = Roots.trusting(new CertificateFiles().add(path(ARK)));
        List<SourcedCertificate> given = files(read(ARK, ASK)).legacy();

        assertFailed(verify(rome, given), "ark.trusted");
        assertPassed(verify(naples, given));
        CertificateFiles noRoot = new CertificateFiles().add(path(ASK));
        assertThatThrownBy(() -> Roots.trusting(noRoot)).hasMessageContaining("not the certificate of a root");
    }

    @Test
    void fileOfARootMayHoldTheAskThatItSigns() {
        CertificateFiles both = new CertificateFiles().add(path(ARK)).add(path(ASK));
        List<SourcedCertificate> given = files(read(ARK, ASK)).legacy();

        assertPassed(verify(Roots.trusting(both), given));
    }

    private static VerificationResult verify(Roots roots, List<SourcedCertificate> given) {
        return SevChainVerifier.of(roots, Crypto.platform()).verify(given, List.of(), Verifications.AT);
    }

    @Test
    void everyCertificateIsNeeded() {
        for (String name : PLATFORM) {
            Map<String, Bytes> given = read(ARK, ASK);
            given.remove(name);
            assertThat(verify(given).passed()).as("without " + name).isFalse();
        }
    }

    @Test
    void noByteOfACertificateCanChange() {
        SevChainVerifier verifier = SevChainVerifier.remembering(Roots.amd(), Crypto.fastest());
        for (String name : read(ARK, ASK).keySet()) {
            Map<String, Bytes> original = read(ARK, ASK);
            List<Integer> accepted = IntStream.range(0, original.get(name).length())
                    .parallel()
                    .filter(at -> accepts(verifier, original, name, at))
                    .boxed()
                    .toList();
            assertThat(accepted).as(name).isEmpty();
        }
    }

    private static boolean accepts(SevChainVerifier verifier, Map<String, Bytes> original, String name, int at) {
        Map<String, Bytes> given = new LinkedHashMap<>(original);
        given.put(name, changed(original.get(name), at, 1 << at % 8));
        CertificateFiles files = files(given);
        VerificationResult result =
                verifier.verify(files.legacy(), files.bundle().problems(), Verifications.AT);
        return result.passed()
                && result.links().stream().anyMatch(link -> link.signed().contains(name));
    }

    private static Bytes changed(Bytes original, int at, int mask) {
        byte[] all = original.toArray();
        all[at] ^= (byte) mask;
        return Bytes.of(all);
    }

    @Test
    void brokenCertificateIsNamed() {
        Map<String, Bytes> given = read(ARK, ASK);
        given.put(PLATFORM.get(1), changed(given.get(PLATFORM.get(1)), 8, 0xff));

        VerificationResult result = verify(given);

        assertThat(detail(result, "certificates.form")).contains("pek.cert");
        assertThat(new ArrayList<>(Verifications.failed(result))).contains("certificates.form", "pdh.signature");
    }
}
