// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class GuidTest {
    private static final Guid FOOTER = Guid.of("96b582de-1fb2-45f7-baea-a366c55a082d");
    /** As the tail of every OVMF image has it. */
    private static final String STORED = "de82b596b21ff745baeaa366c55a082d";

    @Test
    void storesTheFirstFieldsLittleEndian() {
        assertThat(FOOTER.encode().hex()).isEqualTo(STORED);
    }

    @Test
    void readsWhatIsStored() {
        assertThat(Guid.read(Bytes.ofHex("00" + STORED + "00"), 1)).isEqualTo(FOOTER);
        assertThat(FOOTER).hasToString("96b582de-1fb2-45f7-baea-a366c55a082d");
    }
}
