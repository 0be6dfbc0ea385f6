// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.amd.firmware.OvmfBuilder;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with the tables of a firmware, a plan is made or the firmware refused. */
class SnpPlannerRobustnessTest {
    private final OvmfBuilder builder = OvmfBuilder.usual();
    private final byte[] image = builder.image().content().toArray();

    @Test
    void everyByteOfTableAndMetadataChanged() {
        int metadata = image.length - OvmfBuilder.METADATA_FROM_END;
        assertThat(planned(builder.tableStart(), image.length - 32) + planned(metadata, metadata + 16 + 4 * 12))
                .isPositive();
    }

    /** How many of the changed images can be launched. */
    private int planned(int from, int to) {
        int planned = 0;
        for (int at = from; at < to; at++) {
            byte before = image[at];
            for (int bits : new int[] {0x01, 0x04, 0x80, 0xff}) {
                image[at] = (byte) (before ^ bits);
                planned += isPlanned() ? 1 : 0;
            }
            image[at] = before;
        }
        return planned;
    }

    private boolean isPlanned() {
        Image changed = new Image("test.fd", Bytes.of(image));
        try {
            SnpPlanner.plan(Requests.usual().firmware(changed).kernel().vcpus(2).request());
            return true;
        } catch (CloisterException e) {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INPUT);
            assertThat(e.problem().where()).startsWith("test.fd");
            return false;
        }
    }
}
