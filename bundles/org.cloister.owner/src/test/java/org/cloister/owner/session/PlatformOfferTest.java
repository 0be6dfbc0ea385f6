// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.session.OwnerSession;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.testing.Data;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.SevChainVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions for the platform of a real EPYC 7001. */
class PlatformOfferTest {
    private static final String[] CHAIN = {
        "legacy/naples/pdh.cert",
        "legacy/naples/pek.cert",
        "legacy/naples/oca.cert",
        "legacy/naples/cek.cert",
        "legacy/ca/naples/ask.cert",
        "legacy/ca/naples/ark.cert"
    };

    @Test
    void verifiedPlatformGetsASession() {
        PlatformOffer offer = offer(CHAIN);
        try (OwnerSession session = offer.session(new Policy(PolicyLayout.SEV, 3), new SecureRandom());
                OwnerSession other = offer.session(new Policy(PolicyLayout.SEV, 3), new SecureRandom())) {
            assertThat(session.certificate().usage()).isEqualTo(KeyUsage.PDH);
            assertThat(session.certificate().apiMajor()).isEqualTo(offer.pdh().apiMajor());
            assertThat(session.certificate().apiMinor()).isEqualTo(offer.pdh().apiMinor());
            assertThat(session.blob()).isNotEqualTo(other.blob());
            assertThat(session.certificate()).isNotEqualTo(other.certificate());
            assertThat(session.keys().tik()).isNotEqualTo(other.keys().tik());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void chainWithAGapIsNotTrusted(int missing) {
        String[] given =
                Stream.of(CHAIN).filter(name -> !name.equals(CHAIN[missing])).toArray(String[]::new);
        Problem problem = refused(offer(given));
        assertThat(problem.code()).isEqualTo("session.untrusted");
        assertThat(problem.kind()).isEqualTo(Problem.Kind.OPERATION);
        assertThat(problem.found()).contains("there is no certificate of the");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void ownerV6_authoritiesNeedNotBeGiven(int missing) {
        String[] given =
                Stream.of(CHAIN).filter(name -> !name.equals(CHAIN[missing])).toArray(String[]::new);

        assertThat(offer(given).verification().passed()).isTrue();
    }

    @Test
    void anotherKeyInThePdhIsNotTrusted() {
        byte[] changed = Data.bytes(CHAIN[0]).toArray();
        changed[0x20] ^= 1;
        CertificateFiles files =
                files(Arrays.copyOfRange(CHAIN, 1, CHAIN.length)).add(Bytes.of(changed), "pdh");
        assertThat(refused(offer(files)).found()).contains("pdh.signature");
    }

    @Test
    void exactlyOnePdhIsNeeded() {
        CertificateFiles none = files("legacy/naples/pek.cert");
        assertThat(catchThrowableOfType(CloisterException.class, () -> offer(none))
                        .problem()
                        .code())
                .isEqualTo("session.pdh");
        CertificateFiles two = files(CHAIN).add(Data.bytes("session-vector/pdh.cert"), "another");
        assertThat(catchThrowableOfType(CloisterException.class, () -> offer(two))
                        .problem()
                        .found())
                .startsWith("2");
        assertThat(offer(files(CHAIN).add(Data.path(CHAIN[0]))).verification().passed())
                .isTrue();
    }

    private static Problem refused(PlatformOffer offer) {
        return catchThrowableOfType(
                        CloisterException.class, () -> offer.session(PolicyLayout.SEV.usual(), new SecureRandom()))
                .problem();
    }

    private static CertificateFiles files(String... names) {
        CertificateFiles files = new CertificateFiles();
        Stream.of(names).forEach(name -> files.add(Data.path(name)));
        return files;
    }

    private static PlatformOffer offer(String... names) {
        return offer(files(names));
    }

    private static PlatformOffer offer(CertificateFiles files) {
        return PlatformOffer.of(files, SevChainVerifier.of(Roots.amd(), Crypto.platform()), Instant.EPOCH);
    }
}
