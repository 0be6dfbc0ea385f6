// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.RsaKeyPair;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;

/** A platform of SEV and SEV-ES with keys made here, up to an ARK, and reports that its PEK signs. */
final class MadeSevChain {
    static final Bytes NONCE = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");
    static final Bytes DIGEST = Bytes.ofHex("c3".repeat(32));

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes ARK_ID = Bytes.ofHex("a1".repeat(16));
    private static final Bytes ASK_ID = Bytes.ofHex("a2".repeat(16));

    private final EcKeyPair pekKey = EcKeyPair.generate(RANDOM);
    private final CaCertificate ark;
    private final CaCertificate ask;
    private final SevCertificate cek;
    private final SevCertificate oca;
    private final SevCertificate pek;

    MadeSevChain() {
        RsaKeyPair arkKey = RsaKeyPair.generate(2048, RANDOM);
        RsaKeyPair askKey = RsaKeyPair.generate(2048, RANDOM);
        EcKeyPair cekKey = EcKeyPair.generate(RANDOM);
        EcKeyPair ocaKey = EcKeyPair.generate(RANDOM);
        CaCertificate root = CaCertificate.unsigned(ARK_ID, ARK_ID, KeyUsage.ARK, arkKey.publicKey());
        CaCertificate authority = CaCertificate.unsigned(ASK_ID, ARK_ID, KeyUsage.ASK, askKey.publicKey());
        ark = root.withSignature(arkKey.sign(root.signedBytes()));
        ask = authority.withSignature(arkKey.sign(authority.signedBytes()));
        SevCertificate chip = unsigned(KeyUsage.CEK, cekKey);
        cek = chip.withFirst(
                CertificateSignature.ofRsa(KeyUsage.ASK, askKey.algorithm(), askKey.sign(chip.signedBytes())));
        SevCertificate owner = unsigned(KeyUsage.OCA, ocaKey);
        oca = owner.withFirst(ocaKey.sign(KeyUsage.OCA, owner.signedBytes()));
        SevCertificate endorsement = unsigned(KeyUsage.PEK, pekKey);
        pek = endorsement
                .withFirst(ocaKey.sign(KeyUsage.OCA, endorsement.signedBytes()))
                .withSecond(cekKey.sign(KeyUsage.CEK, endorsement.signedBytes()));
    }

    private static SevCertificate unsigned(KeyUsage usage, EcKeyPair key) {
        return SevCertificate.unsigned(1, 55, usage, KeyAlgorithm.ECDSA_SHA256, key.publicKey());
    }

    /** PEK, OCA, CEK, ASK and ARK. */
    List<SourcedCertificate> all() {
        return Stream.<AmdFormatCertificate>of(pek, oca, cek, ask, ark)
                .map(one -> new SourcedCertificate(one, one.usage() + " file"))
                .toList();
    }

    /** The platform's Diffie-Hellman key, which reports do not depend on. */
    SourcedCertificate pdh() {
        SevCertificate key = unsigned(KeyUsage.PDH, EcKeyPair.generate(RANDOM));
        return new SourcedCertificate(key.withFirst(pekKey.sign(KeyUsage.PEK, key.signedBytes())), "PDH file");
    }

    /** Some certificates as files. */
    static CertificateFiles files(List<SourcedCertificate> some) {
        CertificateFiles files = new CertificateFiles();
        some.forEach(one -> files.add(one.certificate().encode(), one.where()));
        return files;
    }

    Roots roots() {
        return Roots.trusting(List.of(), List.of(new SourcedCertificate(ark, "root")));
    }

    Bytes report(int policy) {
        SevReport report = SevReport.unsigned(NONCE, DIGEST, policy);
        CertificateSignature signature = pekKey.sign(KeyUsage.PEK, report.signedBytes());
        return report.withSignature(KeyUsage.PEK.code(), KeyAlgorithm.ECDSA_SHA256.code(), signature.r(), signature.s())
                .raw();
    }
}
