// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.cert.CaCertificate;
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
import org.cloister.softsev.model.Refusal;

/**
 * How the firmware checks that one certificate is signed by another (AMD-ASPFW, sev_cert.c): what is of the wrong kind
 * is {@code INVALID_CERTIFICATE}, what is signed wrongly {@code BAD_SIGNATURE}.
 */
final class SignatureCheck {
    private SignatureCheck() {}

    /** A certificate of a platform's or an owner's key. */
    static SevCertificate read(Bytes bytes, String name) {
        try {
            return SevCertificate.decode(bytes, name);
        } catch (CloisterException e) {
            throw malformed(e);
        }
    }

    /** Requires that a certificate is for a key of one kind, and signed by a key of another. */
    static void require(SevCertificate signed, KeyUsage usage, SevCertificate signer, KeyUsage signerUsage) {
        CertificateSignature signature = signature(signed, usage, signer.usage(), signer.algorithm(), signerUsage);
        requireValid(ecdsa(signed, signature, signer), usage, signerUsage);
        requireUsage(signed.usage(), usage);
        requireUsage(signer.usage(), signerUsage);
    }

    /** Requires that AMD's signing key signed the certificate of a chip. */
    static void require(SevCertificate signed, KeyUsage usage, CaCertificate signer) {
        CertificateSignature signature = signature(signed, usage, signer.usage(), signer.algorithm(), KeyUsage.ASK);
        requireValid(pss(signature, signed.signedBytes(), signer), usage, KeyUsage.ASK);
        requireUsage(signed.usage(), usage);
        requireUsage(signer.usage(), KeyUsage.ASK);
    }

    /** Requires that AMD's root signed a certificate of AMD's. */
    static void require(CaCertificate signed, KeyUsage usage, CaCertificate root) {
        requireUsage(root.usage(), KeyUsage.ARK);
        requireUsage(signed.usage(), usage);
        boolean valid = signed.certifyingId().equals(root.keyId())
                && signed.signature()
                        .filter(signature -> pss(signature, signed.signedBytes(), root))
                        .isPresent();
        requireValid(valid, usage, KeyUsage.ARK);
    }

    /** What is malformed has the status of a certificate of the wrong kind. */
    static Refusal malformed(CloisterException e) {
        return Refusal.firmware(FirmwareStatus.INVALID_CERTIFICATE, e.problem().message());
    }

    // A certificate may carry two signatures; which is whose is said by usage and algorithm of the key that signed.
    private static CertificateSignature signature(
            SevCertificate signed, KeyUsage usage, KeyUsage by, KeyAlgorithm algorithm, KeyUsage expected) {
        List<CertificateSignature> both = List.of(signed.first(), signed.second());
        boolean formed = both.stream().allMatch(one -> one.present() == (one.algorithm() != KeyAlgorithm.NONE));
        Refusal.unless(
                formed, FirmwareStatus.BAD_SIGNATURE, name(usage) + ": a signature with a usage or an algorithm alone");
        Optional<CertificateSignature> signature = both.stream()
                .filter(one -> one.usage() == by && one.algorithm() == algorithm)
                .findFirst();
        return signature.orElseThrow(() ->
                Refusal.firmware(FirmwareStatus.INVALID_CERTIFICATE, name(usage) + ": not signed by the " + expected));
    }

    private static boolean ecdsa(SevCertificate signed, CertificateSignature signature, SevCertificate signer) {
        try {
            Hash hash = signer.algorithm() == KeyAlgorithm.ECDSA_SHA384 ? Hash.SHA384 : Hash.SHA256;
            EcSignature numbers = EcSignature.of(signature.r(), signature.s());
            return signer.algorithm().kind() == KeyAlgorithm.Kind.ECDSA
                    && Crypto.platform().verifyEcdsa(signer.ecKey().toPublicKey(), hash, signed.signedBytes(), numbers);
        } catch (CloisterException e) {
            throw malformed(e);
        }
    }

    private static boolean pss(CertificateSignature signature, Bytes message, CaCertificate signer) {
        try {
            return pss(signature.rsa(signer.key().modulus().bitLength() / Byte.SIZE), message, signer);
        } catch (CloisterException e) {
            throw malformed(e);
        }
    }

    private static boolean pss(Bytes signature, Bytes message, CaCertificate signer) {
        try {
            Hash hash = signer.algorithm() == KeyAlgorithm.RSA_SHA384 ? Hash.SHA384 : Hash.SHA256;
            return Crypto.platform().verifyPss(signer.key().toPublicKey(), hash, message, signature);
        } catch (CloisterException e) {
            throw malformed(e);
        }
    }

    private static void requireValid(boolean valid, KeyUsage signed, KeyUsage signer) {
        Refusal.unless(
                valid, FirmwareStatus.BAD_SIGNATURE, name(signed) + ": the signature of the " + signer + " is wrong");
    }

    private static void requireUsage(KeyUsage found, KeyUsage expected) {
        Refusal.unless(found == expected, FirmwareStatus.INVALID_CERTIFICATE, name(expected) + ": it is of a " + found);
    }

    private static String name(KeyUsage usage) {
        return usage + " certificate";
    }
}
