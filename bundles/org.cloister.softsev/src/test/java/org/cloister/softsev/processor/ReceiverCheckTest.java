// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.cloister.softsev.processor.Platforms.CHIP;
import static org.cloister.softsev.processor.Platforms.RANDOM;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.ChipIdentity;
import org.cloister.softsev.identity.OwnerIdentity;
import org.cloister.softsev.model.Refusal;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may receive a guest: each certificate and each rule of the policy. */
class ReceiverCheckTest {
    private static final int ANYBODY = 0;
    private static final int DOMAIN = 0x10;
    private static final int AUTHENTIC = 0x20;
    private static final int API_2 = 2 << 16;
    // In a certificate: the key, bytes behind it that are signed too, the first signature, the second
    private static final int KEY = 0x20;
    private static final int RESERVED = 0x400;
    private static final int FIRST = 0x430;
    private static final int SECOND = 0x630;

    private static final ChipIdentity OTHER_CHIP = Platforms.chip();
    private static final OwnerIdentity RECEIVER = OwnerIdentity.generate(CHIP, RANDOM);
    private static final OwnerIdentity FOREIGN = OwnerIdentity.generate(OTHER_CHIP, RANDOM);
    private static final SendStart SENT = sent(RECEIVER, CHIP);
    private static final Bytes CHAIN = SENT.platformCertificates();
    private static final Bytes PDH = SENT.certificate();
    private static final Bytes AMD = SENT.amdCertificates();
    private static final Bytes ONE = Bytes.of(new byte[1]);
    private static final int ASK = AMD.length() / 2;

    /** A policy, and the receiver of its guest. */
    private record Case(String name, int policy, SendStart to, FirmwareStatus status) {
        DynamicTest test() {
            return DynamicTest.dynamicTest(name, () -> {
                Refusal refused = catchThrowableOfType(Refusal.class, () -> check().check(policy, to));
                int found = refused == null ? 0 : refused.status();
                assertThat(FirmwareStatus.of(found)).contains(status);
            });
        }

        // The owner of the receiver is the sender's own as well
        private static ReceiverCheck check() {
            return new ReceiverCheck(CHIP.ark(), Set.of(), RECEIVER.ocaCertificate());
        }
    }

    @TestFactory
    Stream<DynamicTest> whoeverHasTheKey() {
        return tests(
                of("an authentic platform", ANYBODY, SENT, FirmwareStatus.SUCCESS),
                of("one with other roots", ANYBODY, sent(FOREIGN, OTHER_CHIP), FirmwareStatus.SUCCESS),
                of("no certificates beside the key's", ANYBODY, chain(c -> ONE, a -> ONE), FirmwareStatus.SUCCESS),
                of("a signature that is wrong", ANYBODY, pdh(c -> flipped(c, FIRST)), FirmwareStatus.SUCCESS),
                of("a newer API than the receiver has", API_2, SENT, FirmwareStatus.SUCCESS),
                of("another length", ANYBODY, pdh(c -> c.slice(0, 2083)), FirmwareStatus.INVALID_LEN),
                of("another version", ANYBODY, pdh(c -> with(c, 0, 2)), FirmwareStatus.INVALID_CERTIFICATE),
                of("another usage", ANYBODY, pdh(c -> with(c, 8, 2)), FirmwareStatus.INVALID_CERTIFICATE),
                of("another algorithm", ANYBODY, pdh(c -> with(c, 12, 2)), FirmwareStatus.INVALID_CERTIFICATE),
                of("another curve", ANYBODY, pdh(c -> with(c, 16, 1)), FirmwareStatus.INVALID_CERTIFICATE),
                of("no point of the curve", ANYBODY, pdh(c -> flipped(c, KEY)), FirmwareStatus.INVALID_CERTIFICATE));
    }

    @TestFactory
    Stream<DynamicTest> authenticPlatforms() {
        return tests(
                of("one of the sender's root", AUTHENTIC, SENT, FirmwareStatus.SUCCESS),
                of("one of another", AUTHENTIC, sent(FOREIGN, OTHER_CHIP), FirmwareStatus.INVALID_CERTIFICATE),
                of("a chain too short", AUTHENTIC, chain(c -> c.slice(0, 6251), a -> a), FirmwareStatus.INVALID_LEN),
                of("authorities too short", AUTHENTIC, amd(a -> a.slice(0, 1663)), FirmwareStatus.INVALID_LEN),
                of("a key too short", AUTHENTIC, pdh(c -> c.slice(0, 2083)), FirmwareStatus.INVALID_LEN),
                of("ARK changed", AUTHENTIC, amd(a -> flipped(a, ASK + 0x50)), FirmwareStatus.INVALID_CERTIFICATE),
                of("ASK changed", AUTHENTIC, amd(a -> flipped(a, 0x150)), FirmwareStatus.BAD_SIGNATURE),
                of("ARK in place of the ASK", AUTHENTIC, amd(a -> twice(a)), FirmwareStatus.INVALID_CERTIFICATE),
                of("CEK changed", AUTHENTIC, in(2, KEY), FirmwareStatus.BAD_SIGNATURE),
                of("ASK's signature changed", AUTHENTIC, in(2, FIRST), FirmwareStatus.BAD_SIGNATURE),
                of("PEK changed", AUTHENTIC, in(0, KEY), FirmwareStatus.BAD_SIGNATURE),
                of("CEK's signature changed", AUTHENTIC, in(0, SECOND), FirmwareStatus.BAD_SIGNATURE),
                of("OCA's signature changed", AUTHENTIC, in(0, FIRST), FirmwareStatus.SUCCESS),
                of("OCA changed", AUTHENTIC, in(1, KEY), FirmwareStatus.SUCCESS),
                of("PDH changed", AUTHENTIC, pdh(c -> flipped(c, KEY)), FirmwareStatus.BAD_SIGNATURE),
                of("PEK's signature changed", AUTHENTIC, pdh(c -> flipped(c, FIRST)), FirmwareStatus.BAD_SIGNATURE),
                of(
                        "OCA in place of the PEK",
                        AUTHENTIC,
                        chain(c -> first(c, 1), a -> a),
                        FirmwareStatus.INVALID_CERTIFICATE),
                of(
                        "another's PDH",
                        AUTHENTIC,
                        pdh(c -> FOREIGN.pdhCertificate().encode()),
                        FirmwareStatus.BAD_SIGNATURE),
                of("a newer API than its PEK says", AUTHENTIC | API_2, SENT, FirmwareStatus.POLICY_FAILURE),
                of("its very API", AUTHENTIC | 1 << 16 | 55 << 24, SENT, FirmwareStatus.SUCCESS));
    }

    @TestFactory
    Stream<DynamicTest> platformsOfTheOwner() {
        SendStart foreign = sent(FOREIGN, OTHER_CHIP);
        return tests(
                of("one of the same owner", DOMAIN, SENT, FirmwareStatus.SUCCESS),
                of("one of another", DOMAIN, foreign, FirmwareStatus.POLICY_FAILURE),
                of("both, and of another root", DOMAIN | AUTHENTIC, foreign, FirmwareStatus.INVALID_CERTIFICATE),
                of("both", DOMAIN | AUTHENTIC, SENT, FirmwareStatus.SUCCESS),
                of(
                        "both, and another owner",
                        DOMAIN | AUTHENTIC,
                        sent(OwnerIdentity.generate(CHIP, RANDOM), CHIP),
                        FirmwareStatus.POLICY_FAILURE),
                of("OCA changed", DOMAIN, in(1, RESERVED), FirmwareStatus.BAD_SIGNATURE),
                of("OCA without a key", DOMAIN, in(1, KEY), FirmwareStatus.INVALID_CERTIFICATE),
                of("OCA's signature changed", DOMAIN, in(0, FIRST), FirmwareStatus.BAD_SIGNATURE),
                of("CEK's signature changed", DOMAIN, in(0, SECOND), FirmwareStatus.SUCCESS),
                of("CEK changed", DOMAIN, in(2, KEY), FirmwareStatus.SUCCESS),
                of("PDH changed", DOMAIN, pdh(c -> flipped(c, KEY)), FirmwareStatus.BAD_SIGNATURE),
                of("a chain too short", DOMAIN, chain(c -> c.slice(0, 6251), a -> a), FirmwareStatus.INVALID_LEN),
                of("a key too short", DOMAIN, pdh(c -> c.slice(0, 2083)), FirmwareStatus.INVALID_LEN),
                of("no authorities", DOMAIN, amd(a -> ONE), FirmwareStatus.SUCCESS),
                of("a newer API than the receiver has", DOMAIN | API_2, SENT, FirmwareStatus.SUCCESS));
    }

    @Test
    void aRootThatTheSettingNamesCountsAsAuthentic() {
        SendStart to = sent(FOREIGN, OTHER_CHIP);
        Bytes digest = Crypto.platform().digest(Hash.SHA256, to.amdCertificates());
        ReceiverCheck check = new ReceiverCheck(CHIP.ark(), Set.of(digest), RECEIVER.ocaCertificate());
        assertThat(check.check(AUTHENTIC, to)).isEqualTo(FOREIGN.pdh().publicKey());
        assertThat(check.check(AUTHENTIC, SENT)).isEqualTo(RECEIVER.pdh().publicKey());
        ReceiverCheck without = new ReceiverCheck(CHIP.ark(), Set.of(), RECEIVER.ocaCertificate());
        assertThat(catchThrowableOfType(Refusal.class, () -> without.check(AUTHENTIC, to)))
                .hasMessageContaining("send.roots")
                .hasMessageContaining(digest.hex());
    }

    private static SendStart sent(OwnerIdentity to, ChipIdentity chip) {
        return new SendStart(
                to.pdhCertificate().encode(),
                CertificateFile.encode(List.of(to.pekCertificate(), to.ocaCertificate(), chip.cekCertificate())),
                CertificateFile.encode(List.of(chip.ask(), chip.ark())),
                128);
    }

    private static Case of(String name, int policy, SendStart to, FirmwareStatus status) {
        return new Case(name, policy, to, status);
    }

    private static Stream<DynamicTest> tests(Case... cases) {
        return Stream.of(cases).map(Case::test);
    }

    private static SendStart pdh(UnaryOperator<Bytes> change) {
        return new SendStart(change.apply(PDH), CHAIN, AMD, 128);
    }

    private static SendStart amd(UnaryOperator<Bytes> change) {
        return chain(c -> c, change);
    }

    private static SendStart chain(UnaryOperator<Bytes> chain, UnaryOperator<Bytes> amd) {
        return new SendStart(PDH, chain.apply(CHAIN), amd.apply(AMD), 128);
    }

    /** A bit of one certificate of the chain changed. */
    private static SendStart in(int certificate, int at) {
        return chain(c -> flipped(c, certificate * SevCertificate.SIZE + at), a -> a);
    }

    private static Bytes first(Bytes chain, int other) {
        byte[] image = chain.toArray();
        chain.copyTo(other * SevCertificate.SIZE, image, 0, SevCertificate.SIZE);
        return Bytes.of(image);
    }

    private static Bytes twice(Bytes authorities) {
        byte[] image = authorities.toArray();
        authorities.copyTo(ASK, image, 0, ASK);
        return Bytes.of(image);
    }

    private static Bytes flipped(Bytes bytes, int at) {
        return with(bytes, at, bytes.at(at) ^ 0x40);
    }

    private static Bytes with(Bytes bytes, int at, int value) {
        byte[] image = bytes.toArray();
        image[at] = (byte) value;
        return Bytes.of(image);
    }
}
