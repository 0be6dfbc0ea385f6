// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * The key of one move: agreed by X25519 between a key that the sender makes for it and the receiver's, and used with
 * AES-128-GCM. Of a packet the first 12 bytes are the IV. Not for use by several threads.
 */
final class MoveKeys {
    /** Bytes of a public key as Java encodes it. */
    static final int IDENTITY = 44;

    private static final String CURVE = "X25519";
    private static final int IV = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private MoveKeys(SecretKeySpec key) {
        this.key = key;
    }

    /** A key pair of a processor's, or of one move. */
    static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance(CURVE).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + CURVE, e);
        }
    }

    static Bytes identity(PublicKey key) {
        return Bytes.of(key.getEncoded());
    }

    /** A public key from whatever bytes. */
    static PublicKey publicKey(Bytes identity, String code) {
        try {
            if (identity.length() == IDENTITY) {
                return KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(identity.toArray()));
            }
        } catch (GeneralSecurityException e) {
            // Said below, as for any other length
        }
        throw Problem.input(code, "this is not the identity of a capsule processor")
                .found(identity.length() + " bytes")
                .expected("a public key of " + CURVE + ", " + IDENTITY + " bytes")
                .exception();
    }

    /**
     * What both sides agree on.
     *
     * @param own the sender's key for this move, or the receiver's
     * @param other the other side's public key
     * @param sender the sender's public key, and
     * @param receiver the receiver's, which the key is bound to
     */
    static MoveKeys agree(PrivateKey own, PublicKey other, Bytes sender, Bytes receiver) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance(CURVE);
            agreement.init(own);
            agreement.doPhase(other, true);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("com.example.capsule/1 move".getBytes(StandardCharsets.US_ASCII));
            digest.update(agreement.generateSecret());
            sender.digestTo(digest, 0, sender.length());
            receiver.digestTo(digest, 0, receiver.length());
            return new MoveKeys(new SecretKeySpec(digest.digest(), 0, 16, "AES"));
        } catch (GeneralSecurityException e) {
            // A point of small order: nobody's key
            throw altered();
        }
    }

    /** @param place what the packet is for: an address, or a policy */
    Bytes seal(String kind, long place, Bytes content) {
        byte[] iv = new byte[IV];
        RANDOM.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv, kind, place).doFinal(content.toArray());
            byte[] packet = Arrays.copyOf(iv, IV + sealed.length);
            System.arraycopy(sealed, 0, packet, IV, sealed.length);
            return Bytes.wrap(packet);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encrypts whatever there is", e);
        }
    }

    Bytes open(String kind, long place, Bytes packet) {
        if (packet.length() < IV + TAG_BITS / 8) {
            throw altered();
        }
        byte[] iv = packet.slice(0, IV).toArray();
        try {
            return Bytes.wrap(cipher(Cipher.DECRYPT_MODE, iv, kind, place)
                    .doFinal(packet.slice(IV, packet.length() - IV).toArray()));
        } catch (GeneralSecurityException e) {
            throw altered();
        }
    }

    private Cipher cipher(int mode, byte[] iv, String kind, long place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
        cipher.updateAAD(kind.getBytes(StandardCharsets.US_ASCII));
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(place).array());
        return cipher;
    }

    private static RuntimeException altered() {
        return Problem.operation("capsule.packet", "the packet was altered, is for another processor or another place")
                .remedy("send the capsule again")
                .exception();
    }
}
