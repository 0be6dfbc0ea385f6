// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.guest.PageKind;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;

class CapsuleDigestTest {
    private static final PageKind KIND = new PageKind("k");

    /** The measured bytes written out by hand. */
    private static Bytes sha256(String... parts) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : parts) {
            write(part, bytes);
        }
        return Bytes.of(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    }

    private static void write(String part, ByteArrayOutputStream bytes) throws IOException {
        bytes.write(
                part.startsWith("'")
                        ? part.substring(1).getBytes(StandardCharsets.US_ASCII)
                        : HexFormat.of().parseHex(part));
    }

    @Test
    void stepsAreAsDescribed() throws Exception {
        Bytes policy = sha256("1c00000000000000", "'com.example.capsule/1 policy", "0100000000000000");
        Bytes range = sha256(
                "1b00000000000000",
                "'com.example.capsule/1 range",
                policy.hex(),
                "0010000000000000",
                "0100000000000000",
                "'k",
                "0200000000000000",
                "abcd");
        Bytes vcpu = sha256(
                "1a00000000000000",
                "'com.example.capsule/1 vcpu",
                range.hex(),
                "0300000000000000",
                "0200000000000000",
                "'pc",
                "0700000000000000");
        CapsuleDigest digest = CapsuleDigest.of(1).and(0x1000, KIND, Bytes.ofHex("abcd"));
        assertThat(digest.value()).isEqualTo(range);
        assertThat(digest.and(VcpuState.of(3, Map.of("pc", 7L))).value()).isEqualTo(vcpu);
    }

    @Test
    void theOrderCounts() {
        CapsuleDigest empty = CapsuleDigest.of(0);
        Bytes content = Bytes.ofHex("00");
        assertThat(empty.and(0, KIND, content).and(1, KIND, content))
                .isNotEqualTo(empty.and(1, KIND, content).and(0, KIND, content));
    }
}
