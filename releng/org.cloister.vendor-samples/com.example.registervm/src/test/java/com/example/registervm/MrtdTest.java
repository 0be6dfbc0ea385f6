// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class MrtdTest {
    /** A block of 128 bytes with the address in three of them, as the manual draws it. */
    private static byte[] block(String name, int low, int middle, int high) {
        byte[] block = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 128);
        block[16] = (byte) low;
        block[17] = (byte) middle;
        block[18] = (byte) high;
        return block;
    }

    private static Bytes sha384(ByteArrayOutputStream steps) throws Exception {
        return Bytes.of(MessageDigest.getInstance("SHA-384").digest(steps.toByteArray()));
    }

    @Test
    void aPageCountsByItsAddress() throws Exception {
        Mrtd mrtd = new Mrtd();
        mrtd.add(0x809000);
        ByteArrayOutputStream steps = new ByteArrayOutputStream();
        steps.writeBytes(block("MEM.PAGE.ADD", 0x00, 0x90, 0x80));
        assertThat(mrtd.end()).isEqualTo(sha384(steps));
    }

    @Test
    void contentIsMeasuredInSixteenPiecesEachWithItsAddress() throws Exception {
        byte[] page = new byte[4096];
        for (int i = 0; i < page.length; i++) {
            page[i] = (byte) (i % 251);
        }
        Mrtd mrtd = new Mrtd();
        mrtd.add(0x10000);
        mrtd.extend(0x10000, Bytes.of(page));
        ByteArrayOutputStream steps = new ByteArrayOutputStream();
        steps.writeBytes(block("MEM.PAGE.ADD", 0x00, 0x00, 0x01));
        for (int piece = 0; piece < 16; piece++) {
            steps.writeBytes(block("MR.EXTEND", 0x00, piece, 0x01));
            steps.write(page, piece * 256, 256);
        }
        assertThat(mrtd.end()).isEqualTo(sha384(steps));
    }
}
