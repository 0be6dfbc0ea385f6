// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
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
        SevCertificate owner = SignatureCheck.read(oca, "OCA certificate");
        SevCertificate signed = SignatureCheck.read(pek, "PEK certificate");
        SignatureCheck.require(owner, KeyUsage.OCA, owner, KeyUsage.OCA);
        SignatureCheck.require(signed, KeyUsage.PEK, owner, KeyUsage.OCA);
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
}
