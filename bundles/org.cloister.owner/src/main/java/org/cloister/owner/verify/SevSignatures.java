// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/**
 * Checks signatures of certificates in AMD's own formats (SEV API, 55766, appendices B and C). Safe to share between
 * threads.
 *
 * @param memory of the valid ones
 */
record SevSignatures(Crypto crypto, SignatureMemory memory) {

    /** Whether a platform's key signed a platform's certificate. */
    boolean valid(SevCertificate signed, SevCertificate signer) {
        return memory.valid(
                signed.encode(),
                signer.encode(),
                () -> by(signed, signer.usage(), signer.algorithm())
                        .filter(signature -> ecdsa(signed, signature, signer))
                        .isPresent());
    }

    private boolean ecdsa(SevCertificate signed, CertificateSignature signature, SevCertificate signer) {
        if (signer.algorithm().kind() != KeyAlgorithm.Kind.ECDSA) {
            return false;
        }
        try {
            EcSignature numbers = EcSignature.of(signature.r(), signature.s());
            Hash hash = hash(signature.algorithm());
            return crypto.verifyEcdsa(signer.ecKey().toPublicKey(), hash, signed.signedBytes(), numbers);
        } catch (CloisterException e) {
            return false;
        }
    }

    /** Whether AMD's key signed a platform's certificate. */
    boolean valid(SevCertificate signed, CaCertificate signer) {
        return memory.valid(
                signed.encode(),
                signer.encode(),
                () -> by(signed, signer.usage(), signer.algorithm())
                        .flatMap(signature -> rsa(signature, signer))
                        .filter(signature -> pss(signer, signed.signedBytes(), signature))
                        .isPresent());
    }

    /** Whether AMD's key signed a certificate of AMD's; never true for one that came without its signature. */
    boolean valid(CaCertificate signed, CaCertificate signer) {
        return signed.certifyingId().equals(signer.keyId())
                && memory.valid(
                        signed.encode(),
                        signer.encode(),
                        () -> signed.signature()
                                .filter(signature -> pss(signer, signed.signedBytes(), signature))
                                .isPresent());
    }

    /** Whether a platform's key signed a report. */
    boolean valid(SevReport report, EcSignature numbers, SevCertificate signer) {
        return signer.algorithm().kind() == KeyAlgorithm.Kind.ECDSA
                && hash(report)
                        .filter(hash ->
                                crypto.verifyEcdsa(signer.ecKey().toPublicKey(), hash, report.signedBytes(), numbers))
                        .isPresent();
    }

    /** The digest that a report was signed with; empty for an algorithm that no PEK has. */
    static Optional<Hash> hash(SevReport report) {
        long algorithm = SevReport.SIG_ALGO.number(report.raw());
        if (algorithm == KeyAlgorithm.ECDSA_SHA256.code()) {
            return Optional.of(Hash.SHA256);
        }
        return algorithm == KeyAlgorithm.ECDSA_SHA384.code() ? Optional.of(Hash.SHA384) : Optional.empty();
    }

    private boolean pss(CaCertificate signer, Bytes message, Bytes signature) {
        try {
            return crypto.verifyPss(signer.key().toPublicKey(), hash(signer.algorithm()), message, signature);
        } catch (CloisterException e) {
            return false;
        }
    }

    private static Optional<Bytes> rsa(CertificateSignature signature, CaCertificate signer) {
        try {
            return Optional.of(signature.rsa(signer.key().modulus().bitLength() / Byte.SIZE));
        } catch (CloisterException e) {
            return Optional.empty();
        }
    }

    /** The signature of a key, by the certificate's algorithm fields; a certificate may carry two. */
    private static Optional<CertificateSignature> by(SevCertificate signed, KeyUsage usage, KeyAlgorithm algorithm) {
        return Stream.of(signed.first(), signed.second())
                .filter(one -> one.usage() == usage && one.algorithm() == algorithm)
                .findFirst();
    }

    private static Hash hash(KeyAlgorithm algorithm) {
        return algorithm.digest().equals(Hash.SHA384.algorithm()) ? Hash.SHA384 : Hash.SHA256;
    }
}
