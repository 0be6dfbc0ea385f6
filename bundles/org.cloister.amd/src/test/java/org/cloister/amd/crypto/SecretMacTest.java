// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Keys that are wiped do what other keys do, as long as they are there (RFC 4231, 4.3). */
class SecretMacTest {
    private static final byte[] KEY = "Jefe".getBytes(StandardCharsets.US_ASCII);
    private static final String CODE = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void codesAreThoseOfTheStandardOneAfterTheOther() {
        try (SecretMac mac = SecretMac.of(KEY)) {
            for (int i = 0; i < 2; i++) {
                mac.update("what do ya want ".getBytes(StandardCharsets.US_ASCII));
                byte[] code = mac.update("for nothing?".getBytes(StandardCharsets.US_ASCII))
                        .code();
                assertThat(HexFormat.of().formatHex(code)).isEqualTo(CODE);
            }
        }
    }

    @Test
    void afterTheEndTheKeyIsForgotten() {
        SecretMac mac = SecretMac.of(KEY);
        mac.update("what do ya want for".getBytes(StandardCharsets.US_ASCII));
        mac.close();
        byte[] code = mac.update("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII))
                .code();
        assertThat(HexFormat.of().formatHex(code)).isNotEqualTo(CODE);
    }

    @Test
    void aWipedKeyIsGivenToNobody() {
        WipedKey key = WipedKey.aes(new byte[16]);
        assertThat(key.getEncoded()).hasSize(16).isNotSameAs(key.getEncoded());
        assertThat(key).hasToString("AES key");
        key.destroy();
        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(key::getEncoded).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyIsNotWritten() {
        assertThatThrownBy(
                        () -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(WipedKey.hmacSha256(KEY)))
                .isInstanceOf(NotSerializableException.class);
    }
}
