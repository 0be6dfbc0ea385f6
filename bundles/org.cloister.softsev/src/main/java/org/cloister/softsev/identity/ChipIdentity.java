// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.RsaKeyPair;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.api.Bytes;

/**
 * What a chip gets when it is made: a secret of its own, an identity, the key CEK, and AMD's signature on it. There is
 * no AMD behind a chip in software: root (ARK) and signing key (ASK) are made for it, sign once, and are forgotten.
 *
 * @param ark the root's certificate
 * @param ask the signing key's certificate
 * @param cek the chip's key
 * @param cekCertificate signed by the ASK
 * @param id 64 bytes by which AMD's servers would know the chip
 * @param secret 32 bytes that nobody but the chip knows
 */
public record ChipIdentity(
        CaCertificate ark, CaCertificate ask, EcKeyPair cek, SevCertificate cekCertificate, Bytes id, byte[] secret)
        implements AutoCloseable {
    /** Bytes of the identity. */
    public static final int ID = 64;
    /** Bytes of the secret. */
    public static final int SECRET = 32;

    /** As in AMD's first generation; keys of 4096 bits take seconds to make and show nothing more. */
    private static final int RSA_BITS = 2048;

    private static final int KEY_ID = 16;

    /**
     * A new chip.
     *
     * @param apiMajor of the firmware that it runs, 0 to 255
     * @param apiMinor minor version of the platform's API, 0 to 255
     */
    public static ChipIdentity generate(int apiMajor, int apiMinor, SecureRandom random) {
        // RSA keys are most of what a new platform costs: they are looked for side by side.
        List<RsaKeyPair> keys = IntStream.range(0, 2)
                .parallel()
                .mapToObj(i -> RsaKeyPair.generate(RSA_BITS, random))
                .toList();
        RsaKeyPair root = keys.get(0);
        RsaKeyPair signer = keys.get(1);
        Bytes rootId = Bytes.of(draw(KEY_ID, random));
        CaCertificate ark = authority(rootId, rootId, KeyUsage.ARK, root, root);
        CaCertificate ask = authority(Bytes.of(draw(KEY_ID, random)), rootId, KeyUsage.ASK, signer, root);
        EcKeyPair cek = EcKeyPair.generate(random);
        SevCertificate blank =
                SevCertificate.unsigned(apiMajor, apiMinor, KeyUsage.CEK, KeyAlgorithm.ECDSA_SHA256, cek.publicKey());
        SevCertificate certificate = blank.withFirst(
                CertificateSignature.ofRsa(KeyUsage.ASK, signer.algorithm(), signer.sign(blank.signedBytes())));
        return new ChipIdentity(ark, ask, cek, certificate, Bytes.of(draw(ID, random)), draw(SECRET, random));
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
