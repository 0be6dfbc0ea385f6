// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.amd.crypto.SecretMac;
import org.cloister.amd.crypto.WipedKey;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.ChipIdentity;
import org.cloister.softsev.identity.SnpConfiguration;

/**
 * How a provider's key comes to a chip (SEV-SNP firmware ABI, 56860, "SNP_VLEK_LOAD"): IV 12 bytes, 4 reserved,
 * ciphertext 384, TCB_VERSION 8, 8 reserved, AES-256-GCM tag 16. AMD's server, which knows every chip, wraps for
 * hardware; the key of a chip in software is derived from its secret.
 */
final class VlekWrapping implements AutoCloseable {
    private static final int IV = 12;
    private static final int STICK_AT = 16;
    private static final int VERSION_AT = STICK_AT + SnpConfiguration.VLEK;
    private static final int VERSION = 16;
    private static final int TAG_AT = VERSION_AT + VERSION;
    private static final int TAG = 16;
    private static final byte[] LABEL = "VLEK-WRAPPING-KEY".getBytes(StandardCharsets.US_ASCII);

    private final WipedKey key;

    private VlekWrapping(WipedKey key) {
        this.key = key;
    }

    static VlekWrapping of(ChipIdentity chip) {
        try (SecretMac mac = SecretMac.of(chip.secret())) {
            byte[] derived = mac.update(LABEL).code();
            try {
                return new VlekWrapping(WipedKey.aes(derived));
            } finally {
                Arrays.fill(derived, (byte) 0);
            }
        }
    }

    /** What AMD's server would send for a hashstick of 384 bytes. */
    Bytes wrap(Bytes stick, long tcb, Bytes iv) throws GeneralSecurityException {
        ByteBuffer out = ByteBuffer.allocate(SnpVlekLoad.SIZE).order(ByteOrder.LITTLE_ENDIAN);
        out.put(0, iv.toArray()).putLong(VERSION_AT, tcb);
        byte[] version = Arrays.copyOfRange(out.array(), VERSION_AT, TAG_AT);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv.toArray(), version).doFinal(stick.toArray());
        out.put(STICK_AT, sealed, 0, SnpConfiguration.VLEK).put(TAG_AT, sealed, SnpConfiguration.VLEK, TAG);
        return Bytes.of(out.array());
    }

    /** The hashstick, 384 bytes; fails for one that was changed or is another chip's. */
    Bytes unwrap(Bytes wrapped) throws GeneralSecurityException {
        byte[] iv = wrapped.slice(0, IV).toArray();
        byte[] version = wrapped.slice(VERSION_AT, VERSION).toArray();
        byte[] sealed = new byte[SnpConfiguration.VLEK + TAG];
        wrapped.copyTo(STICK_AT, sealed, 0, SnpConfiguration.VLEK);
        wrapped.copyTo(TAG_AT, sealed, SnpConfiguration.VLEK, TAG);
        return Bytes.of(cipher(Cipher.DECRYPT_MODE, iv, version).doFinal(sealed));
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
    }

    private Cipher cipher(int mode, byte[] iv, byte[] version) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, iv));
        cipher.updateAAD(version);
        return cipher;
    }
}
