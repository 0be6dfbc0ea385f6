// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;

class KernelHashesTest {
    /** Computed with sev-snp-measure. */
    private static final String TABLE =
            "06d63894224fc94cb479a793d411fd21a800d82dd09720bd944caa78e7714d36ab2a3200f18aae9b"
                    + "3c09e55bc3047ad361e2442d7c53372470b2958fb83293209a784f7131f7ba442f3ad74b9af141e2"
                    + "9169781d320009e6c018d2c8c4903308613dd1b72484d57eadf12ec50ddc8f52e5accce470f23794"
                    + "e74dd2ab7f42b835d5b172d2045b32006923dd1bc0460082c5d55a831908c24a282860b7f1cd6c2b"
                    + "79cf1bc8857c639c0000000000000000";

    private static final String SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String SHA256_OF_A_ZERO = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";

    @Test
    void isQemusTable() {
        KernelHashes hashes =
                KernelHashes.of(new DirectBoot(image("kernel"), Optional.of(image("initrd")), "console=ttyS0"));
        assertThat(hashes.table().hex()).isEqualTo(TABLE);
    }

    @Test
    void hashesNothingForWhatIsAbsent() {
        String table = KernelHashes.of(new DirectBoot(image("kernel"), Optional.empty(), ""))
                .table()
                .hex();
        assertThat(table.substring(2 * 36, 2 * 68)).isEqualTo(SHA256_OF_A_ZERO);
        assertThat(table.substring(2 * 86, 2 * 118)).isEqualTo(SHA256_OF_NOTHING);
    }

    @Test
    void liesInAPageOfZeros() {
        KernelHashes hashes = KernelHashes.of(new DirectBoot(image("kernel"), Optional.empty(), ""));
        Bytes page = hashes.page(0xc00);
        assertThat(page.length()).isEqualTo(4096);
        assertThat(page.slice(0xc00, KernelHashes.SIZE)).isEqualTo(hashes.table());
        assertThat(page.slice(0, 0xc00).isZero()).isTrue();
        assertThat(page.slice(0xc00 + KernelHashes.SIZE, 4096 - 0xc00 - KernelHashes.SIZE)
                        .isZero())
                .isTrue();
    }

    private static Image image(String content) {
        return new Image(content, Bytes.of(content.getBytes(StandardCharsets.US_ASCII)));
    }
}
