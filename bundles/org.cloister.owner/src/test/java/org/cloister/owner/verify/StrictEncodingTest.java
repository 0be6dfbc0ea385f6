// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.verify;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Encodings that other readers let pass, and signatures that are valid but not AMD's. */
class StrictEncodingTest {
    private static final MadeChain MILAN = MadeChain.milan();

    static Stream<Arguments> slack() {
        return Stream.of(
                change("a byte behind the end", der -> Bytes.ofHex(der.hex() + "00")),
                change("a byte less", der -> der.slice(0, der.length() - 1)),
                change("unused bits of the signature", StrictEncodingTest::unusedBits),
                change("length longer than need be", StrictEncodingTest::longLength),
                change(
                        "indefinite length",
                        der -> Bytes.ofHex("3080" + der.hex().substring(8) + "0000")),
                change("other algorithm outside", der -> rebuilt(der, new Pss("SHA-256", "SHA-256", 32), 0)),
                change("signature with a zero before it", der -> rebuilt(der, Pss.AMD, 1)),
                change("a fourth part", StrictEncodingTest::fourParts));
    }

    private static Arguments change(String name, UnaryOperator<Bytes> change) {
        return Arguments.of(Named.of(name, change));
    }

    @ParameterizedTest
    @MethodSource("slack")
    void slackIsRefused(UnaryOperator<Bytes> change) {
        Bytes changed = change.apply(MILAN.vcek().encoded());

        CertificateBundle given =
                MadeChain.bundle(MILAN.ark(), MILAN.ask()).and(CertificateBundle.read(changed, "vcek"));

        VerificationResult result = verify(MILAN, MILAN.signed(), given);
        assertThat(result.passed()).isFalse();
        assertThat(Verifications.failed(result)).containsAnyOf("certificates.form", "leaf.signature");
    }

    private static Bytes unusedBits(Bytes der) {
        ASN1Sequence parts = ASN1Sequence.getInstance(der.toArray());
        byte[] all = der.toArray();
        int signature = DERBitString.getInstance(parts.getObjectAt(2)).getOctets().length;
        all[all.length - signature - 1] = 1;
        return Bytes.of(all);
    }

    private static Bytes longLength(Bytes der) {
        return Bytes.ofHex("308300" + der.hex().substring(4));
    }

    private static Bytes rebuilt(Bytes der, Pss outside, int zeros) {
        ASN1Sequence parts = ASN1Sequence.getInstance(der.toArray());
        byte[] signature = DERBitString.getInstance(parts.getObjectAt(2)).getOctets();
        byte[] longer = new byte[signature.length + zeros];
        System.arraycopy(signature, 0, longer, zeros, signature.length);
        ASN1EncodableVector rebuilt = new ASN1EncodableVector();
        rebuilt.add(parts.getObjectAt(0));
        rebuilt.add(outside.said());
        rebuilt.add(new DERBitString(longer));
        return encoded(new DERSequence(rebuilt));
    }

    private static Bytes fourParts(Bytes der) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        for (var part : ASN1Sequence.getInstance(der.toArray())) {
            parts.add(part);
        }
        parts.add(new ASN1Integer(0));
        return encoded(new DERSequence(parts));
    }

    private static Bytes encoded(ASN1Primitive value) {
        try {
            return Bytes.of(value.getEncoded("DER"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Pss> parameters() {
        return Stream.of(
                new Pss("SHA-256", "SHA-256", 32),
                new Pss("SHA-256", "SHA-256", 48),
                new Pss("SHA-384", "SHA-256", 48),
                new Pss("SHA-256", "SHA-384", 48),
                new Pss("SHA-384", "SHA-384", 32),
                new Pss("SHA-384", "SHA-384", 0));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void validSignatureWithOtherParametersIsRefused(Pss parameters) {
        Bytes changed = MILAN.vcek().pss(parameters).encoded();

        CertificateBundle vcek = CertificateBundle.read(changed, "vcek");

        assertThat(vcek.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("der.algorithm"));
        CertificateBundle given = MadeChain.bundle(MILAN.ark(), MILAN.ask()).and(vcek);
        VerificationResult result = verify(MILAN, MILAN.signed(), given);
        assertFailed(result, "certificates.form", "leaf.found");
        // It is there, and another of the same would help nobody
        assertThat(result.check("leaf.found").orElseThrow().detail())
                .isEqualTo("none that was given can be read: see certificates.form");
        assertThat(result.check("leaf.found").orElseThrow().remedy()).doesNotContain("--fetch");
    }

    @Test
    void signatureWithOtherParametersThanItSaysIsNotValid() {
        MadeCertificate lying = MILAN.vcek().pss(new Pss("SHA-384", "SHA-384", 32).saying(Pss.AMD));

        assertFailed(
                verify(MILAN, MILAN.signed(), MadeChain.bundle(MILAN.ark(), MILAN.ask(), lying)), "leaf.signature");
    }

    @Test
    void trailerMayBeWrittenOut() {
        MadeCertificate asOnMilan = MILAN.vcek().pss(Pss.AMD.withTrailer());

        assertPassed(verify(MILAN, MILAN.signed(), MadeChain.bundle(MILAN.ark(), MILAN.ask(), asOnMilan)));
    }

    @Test
    void unknownCriticalExtensionIsRefused() {
        MadeCertificate critical = MILAN.vcek().raw("1.2.3.4", true, Bytes.ofHex("0500"));
        MadeCertificate optional = MILAN.vcek().raw("1.2.3.4", false, Bytes.ofHex("0500"));

        assertThatThrownBy(critical::make).isInstanceOf(CloisterException.class).hasMessageContaining("1.2.3.4");
        assertPassed(verify(MILAN, MILAN.signed(), MadeChain.bundle(MILAN.ark(), MILAN.ask(), optional)));
    }

    @Test
    void ownerV13_aHardwareIdOfAWrongLengthIsNamedAsThat() {
        Bytes bytes = Bytes.ofHex("d495".repeat(31) + "d4");
        MadeCertificate wrong = MILAN.vcek().raw(MadeChain.HARDWARE_ID, false, bytes);

        assertThatThrownBy(wrong::make)
                .hasMessageContaining("1.3.6.1.4.1.3704.1.4")
                .hasMessageContaining(
                        "a hardware id has an unexpected length (found 63 bytes, expected 8 or 64 bytes)");
    }

    @Test
    void ownerV13_aCertificateOfVersion1IsNamedAsThat() {
        assertThat(refusal(parts -> new DERSequence(Arrays.copyOfRange(parts.toArray(), 1, 7))))
                .contains("the version of the certificate is not 3 (found version 1, ");
    }

    @Test
    void ownerV13_aKeyOfAnotherCurveIsNamed() {
        assertThat(refusal(parts -> {
                    ASN1Encodable[] all = parts.toArray();
                    all[6] = new SubjectPublicKeyInfo(
                            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
                            new byte[65]);
                    return new DERSequence(all);
                }))
                .contains("(found ECDSA P-256, expected RSA or a point of P-384)");
    }

    /** What is said of a certificate whose signed part was made another. */
    private static String refusal(UnaryOperator<ASN1Sequence> change) {
        ASN1Encodable[] parts =
                ASN1Sequence.getInstance(MILAN.vcek().encoded().toArray()).toArray();
        parts[0] = change.apply(ASN1Sequence.getInstance(parts[0]));
        CertificateBundle read = CertificateBundle.read(encoded(new DERSequence(parts)), "vcek");
        return read.problems().get(0).message();
    }

    static Stream<Arguments> wrongExtensions() {
        return Stream.of(
                change1(
                        "hardware id of 63 bytes",
                        one -> one.raw(MadeChain.HARDWARE_ID, false, Bytes.of(new byte[63]))),
                change1(
                        "hardware id wrapped, of 9 bytes",
                        one -> one.amd("4", new org.bouncycastle.asn1.DEROctetString(new byte[9]))),
                change1("version of 256", one -> one.amd("3.1", new ASN1Integer(256))),
                change1("negative version", one -> one.amd("3.1", new ASN1Integer(-1))),
                change1("version as text", one -> one.amd("3.1", new DERUTF8String("3"))),
                change1(
                        "version longer than need be",
                        one -> one.raw("1.3.6.1.4.1.3704.1.3.1", false, Bytes.ofHex("02020003"))),
                change1(
                        "version with a byte behind it",
                        one -> one.raw("1.3.6.1.4.1.3704.1.3.1", false, Bytes.ofHex("02010300"))),
                change1("product of another type", one -> one.amd("2", new DERUTF8String("Milan"))));
    }

    private static Arguments change1(String name, UnaryOperator<MadeCertificate> change) {
        return Arguments.of(Named.of(name, change));
    }

    @ParameterizedTest
    @MethodSource("wrongExtensions")
    void wrongExtensionIsRefused(UnaryOperator<MadeCertificate> change) {
        Bytes changed = change.apply(MILAN.vcek()).encoded();

        assertThatThrownBy(() -> AmdCertificate.decode(changed, "vcek"))
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        refused -> assertThat(refused.problem().code()).matches("(der|x509)\\..*"))
                .hasMessageContaining("extension 1.3.6.1.4.1.3704.1.");
    }
}
