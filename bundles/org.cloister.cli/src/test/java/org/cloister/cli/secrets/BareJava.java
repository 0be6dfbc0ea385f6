// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.secrets;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The calls that keys go through, by nothing but Java: what these leave behind is Java's. */
final class BareJava {
    private static final SecureRandom RANDOM = new SecureRandom();

    private BareJava() {}

    /** Encrypts in counter mode, with a cipher for each time. */
    static void counterMode(byte[] key, int times) throws GeneralSecurityException {
        for (int i = 0; i < times; i++) {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new Wiped(key), new IvParameterSpec(random(16)));
            cipher.doFinal(new byte[32]);
        }
    }

    /** Seals and opens in Galois counter mode, with a cipher for each. */
    static void galoisMode(byte[] key, int times) throws GeneralSecurityException {
        for (int i = 0; i < times; i++) {
            GCMParameterSpec iv = new GCMParameterSpec(128, random(12));
            byte[] sealed = galois(Cipher.ENCRYPT_MODE, key, iv).doFinal(new byte[32]);
            galois(Cipher.DECRYPT_MODE, key, iv).doFinal(sealed);
        }
    }

    /** Authenticates with the key class that Java brings. */
    static void specMac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.doFinal(new byte[32]);
    }

    private static Cipher galois(int mode, byte[] key, GCMParameterSpec iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new Wiped(key), iv);
        return cipher;
    }

    static byte[] random(int length) {
        byte[] drawn = new byte[length];
        RANDOM.nextBytes(drawn);
        return drawn;
    }

    /** A key that has no copy of its own. */
    private static final class Wiped implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final transient byte[] borrowed;

        Wiped(byte[] borrowed) {
            this.borrowed = borrowed;
        }

        @Override
        public String getAlgorithm() {
            return "AES";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return Arrays.copyOf(borrowed, borrowed.length);
        }
    }
}
