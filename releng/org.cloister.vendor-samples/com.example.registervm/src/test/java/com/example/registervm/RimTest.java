// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RimTest {
    private static final Rim BEFORE = Rim.of(new RealmParams(0, 48, 0, 1, 1, 0, 0));

    /** Computed by the tests of Veraison's cca-realm-measurements (realm_config.rs, test_rim). */
    @ParameterizedTest
    @CsvSource({
        "0, SHA-256, 6739dfb22b75ee1268d08dfa8369f501bc0b066243553f069f560d1fa1172973",
        "1, SHA-512, 799e434048fb57eb9d4f0e2a2b98158720377252deab2bdfcd69b5a8f82237f4"
                + "34bd6bb1c75bf160a2d49382f733b3439a3ff769e4ea5dd9a6f72239d44bbbab"
    })
    void aRealmThatWasCreatedMeasuresWhatOthersComputed(int hash, String algorithm, String rim) {
        Rim created = Rim.of(new RealmParams(0, 48, 0, 1, 1, 0, hash));
        assertThat(created.algorithm()).isEqualTo(algorithm);
        assertThat(created.value()).isEqualTo(Bytes.ofHex(rim));
    }

    private static byte[] sha256(byte[] content) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }

    /** A descriptor as the manual draws it: type, length 0x100, the value before, and what follows at 0x50. */
    private static Bytes step(int type, byte[]... rest) throws Exception {
        ByteArrayOutputStream descriptor = new ByteArrayOutputStream();
        descriptor.writeBytes(new byte[] {(byte) type, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        descriptor.writeBytes(Arrays.copyOf(BEFORE.value().toArray(), 64));
        for (byte[] field : rest) {
            descriptor.writeBytes(field);
        }
        return Bytes.of(sha256(Arrays.copyOf(descriptor.toByteArray(), 256)));
    }

    @Test
    void aPageIsMeasuredByAddressAndContent() throws Exception {
        byte[] page = new byte[4096];
        Arrays.fill(page, (byte) 7);
        byte[] address = {0, 0x10, 0, (byte) 0x80, 0, 0, 0, 0};
        byte[] measured = {1, 0, 0, 0, 0, 0, 0, 0};
        assertThat(BEFORE.data(0x80001000L, Bytes.of(page)).value())
                .isEqualTo(step(0, address, measured, sha256(page)));
    }

    @Test
    void memoryIsMeasuredByItsEnds() throws Exception {
        byte[] base = {0, 0, 0, (byte) 0x80, 0, 0, 0, 0};
        byte[] top = {0, 0, 0x20, (byte) 0x80, 0, 0, 0, 0};
        assertThat(BEFORE.ripas(0x80000000L, 0x80200000L).value()).isEqualTo(step(2, base, top));
    }

    @Test
    void theFirstProcessorIsMeasuredByItsRegisters() throws Exception {
        byte[] params = new byte[4096];
        params[0] = 1; // runnable
        params[0x203] = (byte) 0x80; // pc
        params[0x308] = 5; // x1
        VcpuState vcpu = VcpuState.of(0, Map.of("pc", 0x80000000L, "x1", 5L));
        assertThat(BEFORE.rec(vcpu).value()).isEqualTo(step(1, sha256(params)));
    }
}
