// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.cloister.amd.id.SigningKey;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

/** Platforms that are kept in folders have the same keys under every version of the software. */
class EndorsementKeyTest {
    private static final byte[] SECRET = new byte[32];

    static {
        Arrays.fill(SECRET, (byte) 7);
    }

    @Test
    void aChipsKeyNeverChanges() {
        try (SigningKey key = EndorsementKey.ofChip(SECRET, 0x5417)) {
            assertThat(Bytes.of(key.publicKey().toPublicKey().getEncoded()).hex())
                    .contains("04adb23d7cd08cbee0b9dd2d0a57530d0b51884de0e3d8e4205a91");
        }
    }

    @Test
    void everyVersionHasAKeyOfItsOwn() {
        try (SigningKey one = EndorsementKey.ofChip(SECRET, 1);
                SigningKey other = EndorsementKey.ofChip(SECRET, 2);
                SigningKey loaded = EndorsementKey.ofStick(Bytes.of(SECRET), 1)) {
            assertThat(one.publicKey()).isNotEqualTo(other.publicKey()).isNotEqualTo(loaded.publicKey());
        }
    }
}
