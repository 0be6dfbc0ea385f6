// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.security.SecureRandom;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;

/**
 * What a platform is owned by and endorses with: OCA, PEK and PDH (SEV API, 55766, "Certificate hierarchy"). The key of
 * the OCA is not kept: the platform signs with it when a PEK is made, together with which it is made again. The holder
 * does not wipe it while others may hold keys of it.
 *
 * @param owned whether somebody else than the platform itself owns it
 * @param ocaCertificate signed by itself
 * @param pek the endorsement key
 * @param pekCertificate signed by OCA and CEK
 * @param pdh the Diffie-Hellman key
 * @param pdhCertificate signed by the PEK
 */
public record OwnerIdentity(
        boolean owned,
        SevCertificate ocaCertificate,
        EcKeyPair pek,
        SevCertificate pekCertificate,
        EcKeyPair pdh,
        SevCertificate pdhCertificate)
        implements AutoCloseable {

    /**
     * PEK_GEN, and INIT of a platform that has none: the platform owns itself, with new keys.
     *
     * @param chip whose CEK signs
     */
    public static OwnerIdentity generate(ChipIdentity chip, SecureRandom random) {
        EcKeyPair pek = EcKeyPair.generate(random);
        SevCertificate blankPek = certificate(chip, KeyUsage.PEK, KeyAlgorithm.ECDSA_SHA256, pek);
        try (EcKeyPair oca = EcKeyPair.generate(random)) {
            SevCertificate blankOca = certificate(chip, KeyUsage.OCA, KeyAlgorithm.ECDSA_SHA256, oca);
            SevCertificate ocaCertificate = blankOca.withFirst(oca.sign(KeyUsage.OCA, blankOca.signedBytes()));
            SevCertificate pekCertificate = blankPek.withFirst(oca.sign(KeyUsage.OCA, blankPek.signedBytes()))
                    .withSecond(chip.cek().sign(KeyUsage.CEK, blankPek.signedBytes()));
            return withNewPdh(false, ocaCertificate, pek, pekCertificate, chip, random);
        }
    }

    /** PDH_GEN: the same with a new PDH. */
    public OwnerIdentity withNewPdh(ChipIdentity chip, SecureRandom random) {
        return withNewPdh(owned, ocaCertificate, pek, pekCertificate, chip, random);
    }

    /**
     * PEK_CERT_IMPORT: the same with another owner, and a new PDH. That the certificates are right was checked before.
     *
     * @param oca the owner's certificate
     * @param signedPek the PEK's certificate with the owner's signature, whose other signature is left out
     */
    public OwnerIdentity ownedBy(SevCertificate oca, SevCertificate signedPek, ChipIdentity chip, SecureRandom random) {
        CertificateSignature byOwner = signature(signedPek, KeyUsage.OCA);
        SevCertificate both = signedPek.withFirst(byOwner).withSecond(signature(pekCertificate, KeyUsage.CEK));
        return withNewPdh(true, oca, pek, both, chip, random);
    }

    /** PEK_CSR: the PEK's certificate that nobody has signed yet. */
    public SevCertificate request() {
        return pekCertificate.withFirst(CertificateSignature.none()).withSecond(CertificateSignature.none());
    }

    /** That it is there, and nothing of its keys. */
    @Override
    public String toString() {
        return owned ? "owned by another" : "owned by itself";
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        pek.close();
        pdh.close();
    }

    private static CertificateSignature signature(SevCertificate of, KeyUsage usage) {
        return of.first().usage() == usage ? of.first() : of.second();
    }

    private static OwnerIdentity withNewPdh(
            boolean owned,
            SevCertificate oca,
            EcKeyPair pek,
            SevCertificate pekCertificate,
            ChipIdentity chip,
            SecureRandom random) {
        EcKeyPair pdh = EcKeyPair.generate(random);
        SevCertificate blank = certificate(chip, KeyUsage.PDH, KeyAlgorithm.ECDH_SHA256, pdh);
        SevCertificate signed = blank.withFirst(pek.sign(KeyUsage.PEK, blank.signedBytes()));
        return new OwnerIdentity(owned, oca, pek, pekCertificate, pdh, signed);
    }

    // Certificates say which firmware made them: the one that the chip runs.
    private static SevCertificate certificate(
            ChipIdentity chip, KeyUsage usage, KeyAlgorithm algorithm, EcKeyPair pair) {
        SevCertificate made = chip.cekCertificate();
        return SevCertificate.unsigned(made.apiMajor(), made.apiMinor(), usage, algorithm, pair.publicKey());
    }
}
