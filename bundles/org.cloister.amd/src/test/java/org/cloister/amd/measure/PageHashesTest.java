// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Random;
import org.cloister.api.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own digest of each page for itself is the judge. */
class PageHashesTest {
    private static final int PAGE = 4096;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 65, 300, 513, 1500})
    void areThoseOfEachPageForItself(int count) throws Exception {
        byte[] pages = pages(count, new Random(count));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int page = 0; page < count; page++) {
            MessageDigest digest = MessageDigest.getInstance("SHA-384");
            digest.update(pages, page * PAGE, PAGE);
            expected.write(digest.digest());
        }
        assertThat(PageHashes.of(Bytes.of(pages))).isEqualTo(Bytes.of(expected.toByteArray()));
    }

    /** Few different pages in runs of any length; some differ from the one before in their last byte alone. */
    private static byte[] pages(int count, Random random) {
        byte[] pages = new byte[count * PAGE];
        for (int page = 1; page < count; page++) {
            System.arraycopy(pages, (page - 1) * PAGE, pages, page * PAGE, PAGE);
            switch (random.nextInt(4)) {
                case 0 -> pages[(page + 1) * PAGE - 1]++;
                case 1 -> pages[page * PAGE]++;
                default -> {}
            }
        }
        return pages;
    }
}
