// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageCipherTest {
    private static final String EULER = "27182818284590452353602874713526";
    private static final String PI = "31415926535897932384626433832795";

    /** IEEE 1619-2018, appendix B, vectors 2 and 3. */
    @ParameterizedTest
    @CsvSource({
        "11111111111111111111111111111111,22222222222222222222222222222222,0x3333333333,"
                + "c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0",
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0,22222222222222222222222222222222,0x3333333333,"
                + "af85336b597afc1a900b2eb21ec949d292df4c047e0b21532186a5971a227a89"
    })
    void encryptsAsTheStandardSays(String dataKey, String tweakKey, String unit, String expected) {
        byte[] data = new byte[32];
        Arrays.fill(data, (byte) 0x44);
        cipher(dataKey, tweakKey).encrypt(Long.decode(unit), data);
        assertThat(HexFormat.of().formatHex(data)).isEqualTo(expected);
    }

    /** IEEE 1619-2018, appendix B, vector 4: 512 bytes, so that the tweak runs through many powers. */
    @Test
    void multipliesTheTweakThroughALongUnit() throws Exception {
        byte[] data = new byte[512];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        cipher(EULER, PI).encrypt(0, data);
        assertThat(HexFormat.of().formatHex(data, 0, 32))
                .isEqualTo("27a7479befa1d476489f308cd4cfa6e2a96e4bbe3208ff25287dd3819616e89c");
        assertThat(sha256(data)).isEqualTo("ebee4d64dd2395bb2d6a2d37a0a48ecb2bf4913cfc99d27c2214f2f4144715ea");
    }

    /** Expected value from OpenSSL's aes-128-xts. */
    @Test
    void encryptsAWholePageAsOpenSslDoes() throws Exception {
        byte[] page = new byte[4096];
        for (int i = 0; i < page.length; i++) {
            page[i] = (byte) (i * 7 + i / 256);
        }
        cipher(EULER, PI).encrypt(0xfffff000L, page);
        assertThat(sha256(page)).isEqualTo("c7ca59431bf6a5a17586d7ce82cb24485bb59edf7a45b894c372be9a1420988a");
    }

    @Test
    void decryptsWhatItEncrypted() {
        byte[] plain = new byte[4096];
        new Random(1).nextBytes(plain);
        byte[] page = plain.clone();
        try (PageCipher cipher = PageCipher.generate(new SecureRandom())) {
            cipher.encrypt(0x1000, page);
            assertThat(page).isNotEqualTo(plain);
            cipher.decrypt(0x1000, page);
        }
        assertThat(page).isEqualTo(plain);
    }

    @Test
    void isUselessWithoutItsKeys() {
        byte[] page = new byte[4096];
        PageCipher cipher = PageCipher.generate(new SecureRandom());
        cipher.encrypt(0, page);
        cipher.close();
        cipher.decrypt(0, page);
        assertThat(page).isNotEqualTo(new byte[4096]);
    }

    private static PageCipher cipher(String dataKey, String tweakKey) {
        return new PageCipher(HexFormat.of().parseHex(dataKey), HexFormat.of().parseHex(tweakKey));
    }

    private static String sha256(byte[] data) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    }
}
