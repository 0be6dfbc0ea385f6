// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;

/** Whatever bytes come in, an image is read or refused as bad input. */
class OvmfImageRobustnessTest {
    private static final int SIZE = 0x10000;

    @Test
    void randomBytes() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] image = new byte[i % 2 == 0 ? SIZE : random.nextInt(4096)];
            random.nextBytes(image);
            assertThat(isRead(image)).isFalse();
        }
    }

    @Test
    void randomTablesBehindARealFooter() {
        Random random = new Random(2);
        byte[] good = OvmfBuilder.usual().image().content().toArray();
        for (int i = 0; i < 2000; i++) {
            byte[] image = good.clone();
            byte[] noise = new byte[64];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, image, SIZE - 50 - noise.length, noise.length);
            image[SIZE - 50] = (byte) random.nextInt();
            image[SIZE - 49] = (byte) random.nextInt(2);
            isRead(image);
        }
    }

    @Test
    void everyByteOfTableAndMetadataChanged() {
        OvmfBuilder builder = OvmfBuilder.usual();
        byte[] good = builder.image().content().toArray();
        mutate(good, builder.tableStart(), SIZE - 32);
        int metadata = SIZE - OvmfBuilder.METADATA_FROM_END;
        mutate(good, metadata, metadata + 16 + 4 * 12);
    }

    @Test
    void bytesOfARealImageChanged() {
        byte[] real = TestData.bytes("firmware/OVMF.amdsev.fd").toArray();
        Random random = new Random(3);
        int read = 0;
        for (int i = 0; i < 300; i++) {
            int at = real.length - 0x600 + random.nextInt(0x600);
            byte before = real[at];
            real[at] ^= (byte) (1 + random.nextInt(255));
            read += isRead(real) ? 1 : 0;
            real[at] = before;
        }
        assertThat(read).isBetween(1, 299);
    }

    private static void mutate(byte[] image, int from, int to) {
        int refused = 0;
        for (int at = from; at < to; at++) {
            byte before = image[at];
            for (int bits : new int[] {0x01, 0x02, 0x10, 0x80, 0xff}) {
                image[at] = (byte) (before ^ bits);
                refused += isRead(image) ? 0 : 1;
            }
            image[at] = before;
        }
        assertThat(refused).isPositive();
    }

    /** Whether an image is read; anything but a refusal of the input fails the test. */
    private static boolean isRead(byte[] image) {
        try {
            OvmfImage.parse(new Image("test.fd", Bytes.of(image)), ImageMapping.FLASH);
            return true;
        } catch (CloisterException e) {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INPUT);
            assertThat(e.problem().where()).startsWith("test.fd");
            return false;
        }
    }
}
