// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cloister.api.Base64Text.Strictness;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks in texts, found without a string being made of what stands in them. */
class PemTest {
    private static final String TWO = "subject: x\n-----BEGIN A 1-----\nAQI=\n-----END A 1-----\nbetween\n"
            + "-----BEGIN B-----AQ==-----END B-----";

    @Test
    void blocksComeInOrderWithTextAroundThem() {
        List<Pem.Block> blocks = Pem.blocks(ascii(TWO), "x509.pem", "chain.pem");

        assertThat(blocks).extracting(Pem.Block::label).containsExactly("A 1", "B");
        assertThat(blocks)
                .extracting(Pem.Block::where)
                .containsExactly("chain.pem, PEM block 1", "chain.pem, PEM block 2");
        assertThat(blocks.get(0).decode(Strictness.ONLY_FORM)).containsExactly(1, 2);
        assertThat(blocks.get(0).has("AQI=")).isTrue();
        assertThat(blocks.get(0).has("AQ==")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN ",
                "-----BEGIN -----\n-----END -----",
                "-----BEGIN a-----\n-----END a-----",
                "-----BEGIN A-----\nAQ==\n",
                "-----BEGIN A-----\nAQ==\n-----END B-----",
                "-----BEGIN A-----AQ==-----END A----------BEGIN ",
            })
    void whatIsNoBlockIsRefused(String text) {
        refused("x509.pem", () -> Pem.blocks(ascii(text), "x509.pem", "chain.pem"));
    }

    @Test
    void moreThanSixtyFourBlocksAreRefused() {
        String block = "-----BEGIN A-----AQ==-----END A-----";
        assertThat(Pem.blocks(ascii(block.repeat(64)), "x509.pem", "chain.pem")).hasSize(64);
        refused("x509.pem", () -> Pem.blocks(ascii(block.repeat(65)), "x509.pem", "chain.pem"));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (int length : new int[] {0, 1, 47, 48, 49, 1000}) {
            Bytes der = Bytes.of(new byte[length]);
            Bytes file = Pem.write("X509 CRL", der);
            Pem.Block block = Pem.blocks(file.toArray(), "x509.pem", "list").get(0);
            assertThat(Pem.starts(file)).isTrue();
            assertThat(block.label()).isEqualTo("X509 CRL");
            assertThat(block.decode(Strictness.ONLY_FORM)).isEqualTo(der.toArray());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
