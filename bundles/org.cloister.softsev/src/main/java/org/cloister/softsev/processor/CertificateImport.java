// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.identity.OwnerCertificates;
import org.cloister.softsev.model.Refusal;

/** What PEK_CERT_IMPORT checks of certificates, in the order in which AMD's published firmware does. */
final class CertificateImport {
    private CertificateImport() {}

    /**
     * The certificates of an owner.
     *
     * @param current the PEK's certificate as it is
     */
    static OwnerCertificates check(Bytes pek, Bytes oca, SevCertificate current) {
        requireSize("pek_cert_len", pek);
        requireSize("oca_cert_len", oca);
        SevCertificate owner = read(oca, "OCA certificate");
        SevCertificate signed = read(pek, "PEK certificate");
        requireSigned(owner, owner, KeyUsage.OCA, "OCA certificate");
        requireSigned(signed, owner, KeyUsage.PEK, "PEK certificate");
        Refusal.unless(
                signed.signedBytes().equals(current.signedBytes()),
                FirmwareStatus.INVALID_CERTIFICATE,
                "PEK certificate: it is not of this platform's PEK");
        return new OwnerCertificates(signed, owner);
    }

    private static void requireSize(String field, Bytes certificate) {
        boolean sized = certificate.length() == SevCertificate.SIZE;
        Refusal.unless(
                sized, FirmwareStatus.INVALID_LEN, field + " " + certificate.length() + ", not " + SevCertificate.SIZE);
    }

    private static SevCertificate read(Bytes bytes, String name) {
        try {
            return SevCertificate.decode(bytes, name);
        } catch (CloisterException e) {
            throw Refusal.firmware(
                    FirmwareStatus.INVALID_CERTIFICATE, e.problem().message());
        }
    }

    private static void requireSigned(SevCertificate signed, SevCertificate signer, KeyUsage usage, String name) {
        List<CertificateSignature> both = List.of(signed.first(), signed.second());
        boolean formed = both.stream().allMatch(one -> one.present() == (one.algorithm() != KeyAlgorithm.NONE));
        Refusal.unless(formed, FirmwareStatus.BAD_SIGNATURE, name + ": a signature with a usage or an algorithm alone");
        Optional<CertificateSignature> signature = both.stream()
                .filter(one -> one.usage() == signer.usage() && one.algorithm() == signer.algorithm())
                .findFirst();
        Refusal.unless(signature.isPresent(), FirmwareStatus.INVALID_CERTIFICATE, name + ": not signed by the OCA");
        boolean valid = valid(signed, signature.get(), signer);
        Refusal.unless(valid, FirmwareStatus.BAD_SIGNATURE, name + ": the OCA's signature is wrong");
        boolean right = signed.usage() == usage && signer.usage() == KeyUsage.OCA;
        Refusal.unless(right, FirmwareStatus.INVALID_CERTIFICATE, name + ": it is of a " + signed.usage());
    }

    private static boolean valid(SevCertificate signed, CertificateSignature signature, SevCertificate signer) {
        try {
            Hash hash = signer.algorithm() == KeyAlgorithm.ECDSA_SHA384 ? Hash.SHA384 : Hash.SHA256;
            EcSignature numbers = EcSignature.of(signature.r(), signature.s());
            return signer.algorithm().kind() == KeyAlgorithm.Kind.ECDSA
                    && Crypto.platform().verifyEcdsa(signer.ecKey().toPublicKey(), hash, signed.signedBytes(), numbers);
        } catch (CloisterException e) {
            throw Refusal.firmware(
                    FirmwareStatus.INVALID_CERTIFICATE, e.problem().message());
        }
    }
}
