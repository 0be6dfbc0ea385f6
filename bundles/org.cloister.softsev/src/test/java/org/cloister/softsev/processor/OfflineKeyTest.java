// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.OfflineKey.Sealed;
import org.junit.jupiter.api.Test;

class OfflineKeyTest {
    private static final byte[] PAGE = new byte[4096];
    private static final int KNOWN = 0x5a;

    /** All bytes of a key alike. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) KNOWN);
        }
    }

    @Test
    void theNumberAndFourZerosAreTheIv() throws Exception {
        OfflineKey key = new OfflineKey(new Fixed(), 0x0102030405060708L);
        Sealed sealed = key.seal(PAGE);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec known = new SecretKeySpec(HexFormat.of().parseHex("5a".repeat(32)), "AES");
        cipher.init(
                Cipher.DECRYPT_MODE,
                known,
                new GCMParameterSpec(128, HexFormat.of().parseHex("080706050403020100000000")));
        cipher.update(sealed.bytes());
        assertThat(cipher.doFinal(sealed.tag())).isEqualTo(PAGE);
    }

    @Test
    void numbersAreUsedOnce() {
        OfflineKey key = new OfflineKey(new SecureRandom());
        for (int i = 0; i < 5; i++) {
            Sealed sealed = key.seal(PAGE);
            assertThat(sealed.iv()).isEqualTo(i);
            assertThat(key.open(sealed)).contains(PAGE);
            assertThat(key.open(new Sealed(sealed.iv() + 1, sealed.bytes(), sealed.tag())))
                    .isEmpty();
        }
    }

    @Test
    void theyEnd() {
        OfflineKey key = new OfflineKey(new SecureRandom(), -3);
        key.seal(PAGE);
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> key.seal(PAGE))
                    .matches(e -> e.status() == FirmwareStatus.AEAD_OFLOW.code());
        }
    }

    @Test
    void anotherKeyOpensNothing() {
        OfflineKey key = new OfflineKey(new SecureRandom());
        assertThat(new OfflineKey(new SecureRandom()).open(key.seal(PAGE))).isEmpty();
        Sealed before = key.seal(PAGE);
        key.close();
        assertThat(key.open(before)).as("wiped").isEmpty();
    }
}
