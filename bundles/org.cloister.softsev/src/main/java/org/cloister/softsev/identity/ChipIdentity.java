// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.RsaKeyPair;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.Bytes;

/**
 * What a chip gets when it is made: a secret of its own, an identity, the key CEK, and AMD's signature on it. There is
 * no AMD behind a chip in software: root (ARK) and signing key (ASK) are made for it, sign once, and are forgotten.
 *
 * @param generation of the processor; empty where an older version of the software platform has kept it
 * @param ark the root's certificate
 * @param ask the signing key's certificate
 * @param cek the chip's key
 * @param cekCertificate signed by the ASK
 * @param id 64 bytes by which AMD's servers would know the chip
 * @param secret 32 bytes that nobody but the chip knows
 */
public record ChipIdentity(
        Optional<Generation> generation,
        CaCertificate ark,
        CaCertificate ask,
        EcKeyPair cek,
        SevCertificate cekCertificate,
        Bytes id,
        byte[] secret)
        implements AutoCloseable {
    /** Bytes of the identity. */
    public static final int ID = 64;
    /** Bytes of the secret. */
    public static final int SECRET = 32;

    private static final int KEY_ID = 16;

    /**
     * A new chip.
     *
     * @param version of the firmware that it runs
     */
    public static ChipIdentity generate(Generation generation, FirmwareVersion version, SecureRandom random) {
        // AMD's first generation has shorter keys than all that followed.
        int bits = generation == Generation.NAPLES ? 2048 : 4096;
        RsaKeyPair root = RsaKeyPair.generate(bits, random);
        RsaKeyPair signer = RsaKeyPair.generate(bits, random);
        Bytes rootId = Bytes.of(draw(KEY_ID, random));
        CaCertificate ark = authority(rootId, rootId, KeyUsage.ARK, root, root);
        CaCertificate ask = authority(Bytes.of(draw(KEY_ID, random)), rootId, KeyUsage.ASK, signer, root);
        EcKeyPair cek = EcKeyPair.generate(random);
        SevCertificate blank = SevCertificate.unsigned(
                version.major(), version.minor(), KeyUsage.CEK, KeyAlgorithm.ECDSA_SHA256, cek.publicKey());
        SevCertificate certificate = blank.withFirst(
                CertificateSignature.ofRsa(KeyUsage.ASK, signer.algorithm(), signer.sign(blank.signedBytes())));
        return new ChipIdentity(
                Optional.of(generation), ark, ask, cek, certificate, Bytes.of(draw(ID, random)), draw(SECRET, random));
    }

    /** Wipes key and secret. */
    @Override
    public void close() {
        cek.close();
        Arrays.fill(secret, (byte) 0);
    }

    /** That it is a chip, and nothing of its secrets. */
    @Override
    public String toString() {
        return "chip " + id;
    }

    private static CaCertificate authority(
            Bytes keyId, Bytes certifyingId, KeyUsage usage, RsaKeyPair key, RsaKeyPair signer) {
        CaCertificate blank = CaCertificate.unsigned(keyId, certifyingId, usage, key.publicKey());
        return blank.withSignature(signer.sign(blank.signedBytes()));
    }

    private static byte[] draw(int length, SecureRandom random) {
        byte[] drawn = new byte[length];
        random.nextBytes(drawn);
        return drawn;
    }
}
