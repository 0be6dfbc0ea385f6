// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commands Linux lets vCPUs be made after, has measure them, and lets them run after. */
class CommandEffectTest {
    @ParameterizedTest
    @CsvSource({
        "INITIALISES,INIT ES_INIT INIT2",
        "MEASURES_VCPUS,LAUNCH_UPDATE_VMSA SNP_LAUNCH_FINISH",
        "FINISHES,LAUNCH_FINISH SNP_LAUNCH_FINISH"
    })
    void isThatOfTheseCommandsAndNoOther(CommandEffect effect, String names) {
        assertThat(new CodecTable(SevCommand.class, Map.of()).all())
                .filteredOn(codec -> codec.effects().contains(effect))
                .extracting(Codec::name)
                .containsExactlyInAnyOrder(names.split(" "));
    }
}
