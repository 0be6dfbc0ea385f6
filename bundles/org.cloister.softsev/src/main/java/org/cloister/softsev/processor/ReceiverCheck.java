// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.List;
import java.util.Set;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.model.Refusal;

/**
 * Who may receive a guest, as SEND_START asks by the guest's policy (AMD-ASPFW, sev_mcmd.c, validate_platform and
 * validate_domain): with bit SEV an authentic platform whose firmware is new enough, with bit DOMAIN one of the same
 * owner, with neither whoever has the key.
 *
 * @param root the root that this chip comes from
 * @param others SHA-256 of ASK and ARK, one behind the other, of other chips that count as authentic
 * @param oca this platform's owner
 */
record ReceiverCheck(CaCertificate root, Set<Bytes> others, SevCertificate oca) {
    private static final int CHAIN = 3 * SevCertificate.SIZE;
    // ASK and ARK with keys of 2048 or 4096 bits, and exponents in as many
    private static final Set<Integer> AUTHORITIES = Set.of(1664, 2176, 2688, 3200);

    /** The receiver's key, when its platform may receive the guest. */
    EcKey check(int policy, SendStart command) {
        long bits = Integer.toUnsignedLong(policy);
        if (SevPolicyBit.SEV.in(bits)) {
            requireAuthentic(command, new Policy(PolicyLayout.SEV, bits));
        }
        if (SevPolicyBit.DOMAIN.in(bits)) {
            requireOwner(command);
        }
        requireLength("pdh_cert_len", command.certificate(), SevCertificate.SIZE);
        return AgreedSessions.key(command.certificate(), "pdh_cert");
    }

    private void requireAuthentic(SendStart command, Policy policy) {
        requirePlatformLengths(command);
        int given = command.amdCertificates().length();
        Refusal.unless(
                AUTHORITIES.contains(given),
                FirmwareStatus.INVALID_LEN,
                "amd_certs_len " + given + ", not 1664, 2176, 2688 or 3200");
        List<CaCertificate> authorities = authorities(command.amdCertificates());
        CaCertificate ask = authorities.get(0);
        CaCertificate ark = authorities.get(1);
        requireTrusted(ark, command.amdCertificates());
        SignatureCheck.require(ark, KeyUsage.ARK, ark);
        SignatureCheck.require(ask, KeyUsage.ASK, ark);
        SevCertificate cek = platform(command, 2, KeyUsage.CEK);
        SevCertificate pek = platform(command, 0, KeyUsage.PEK);
        SignatureCheck.require(cek, KeyUsage.CEK, ask);
        SignatureCheck.require(pek, KeyUsage.PEK, cek, KeyUsage.CEK);
        requirePdh(command, pek);
        requireVersion(pek, policy);
    }

    private void requireOwner(SendStart command) {
        requirePlatformLengths(command);
        SevCertificate theirs = platform(command, 1, KeyUsage.OCA);
        SevCertificate pek = platform(command, 0, KeyUsage.PEK);
        SignatureCheck.require(theirs, KeyUsage.OCA, theirs, KeyUsage.OCA);
        SignatureCheck.require(pek, KeyUsage.PEK, theirs, KeyUsage.OCA);
        requirePdh(command, pek);
        Refusal.unless(
                theirs.equals(oca),
                FirmwareStatus.POLICY_FAILURE,
                "policy: the receiver has to have the same owner (DOMAIN), and its OCA certificate is another");
    }

    private static void requirePdh(SendStart command, SevCertificate pek) {
        SevCertificate pdh = SignatureCheck.read(command.certificate(), "PDH certificate");
        SignatureCheck.require(pdh, KeyUsage.PDH, pek, KeyUsage.PEK);
    }

    private void requireTrusted(CaCertificate ark, Bytes both) {
        Bytes digest = Crypto.platform().digest(Hash.SHA256, both);
        Refusal.unless(
                ark.equals(root) || others.contains(digest),
                FirmwareStatus.INVALID_CERTIFICATE,
                "amd_certs: the root is neither this platform's nor one of setting send.roots, as SHA-256 of both: "
                        + digest.hex());
    }

    // Without bit SEV the firmware asks for no version: the receiver looks at its own in RECEIVE_START.
    private static void requireVersion(SevCertificate pek, Policy policy) {
        int has = pek.apiMajor() << Byte.SIZE | pek.apiMinor();
        int needed = policy.major() << Byte.SIZE | policy.minor();
        Refusal.unless(
                has >= needed,
                FirmwareStatus.POLICY_FAILURE,
                "policy: minimum API " + policy.major() + "." + policy.minor() + ", the receiver's PEK says "
                        + pek.apiMajor() + "." + pek.apiMinor());
    }

    private static void requirePlatformLengths(SendStart command) {
        requireLength("plat_certs_len", command.platformCertificates(), CHAIN);
        requireLength("pdh_cert_len", command.certificate(), SevCertificate.SIZE);
    }

    private static void requireLength(String field, Bytes given, int length) {
        Refusal.unless(
                given.length() == length, FirmwareStatus.INVALID_LEN, field + " " + given.length() + ", not " + length);
    }

    private static SevCertificate platform(SendStart command, int at, KeyUsage usage) {
        Bytes certificate = command.platformCertificates().slice(at * SevCertificate.SIZE, SevCertificate.SIZE);
        return SignatureCheck.read(certificate, usage + " certificate");
    }

    private static List<CaCertificate> authorities(Bytes both) {
        try {
            List<AmdFormatCertificate> read = CertificateFile.decode(both, "amd_certs");
            boolean fits = read.size() == 2 && read.stream().allMatch(CaCertificate.class::isInstance);
            Refusal.unless(fits, FirmwareStatus.INVALID_CERTIFICATE, "amd_certs: not an ASK and an ARK");
            return read.stream().map(CaCertificate.class::cast).toList();
        } catch (CloisterException e) {
            throw SignatureCheck.malformed(e);
        }
    }
}
