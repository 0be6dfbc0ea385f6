// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.guest.Machine;
import org.cloister.api.launch.LaunchListener;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;

class KeptMachineTest {
    @Test
    void whoUsesTheMachineOfAnEarlierCallIsNamed() {
        TestBed bed = TestBed.bare();
        bed.install(bed.platform);
        bed.install(
                new Tampered(new SnpGuestSupport()) {
                    private Machine kept;

                    @Override
                    void before(String operation, Machine machine) {
                        if (operation.equals("init")) {
                            kept = machine;
                        } else if (kept != null) {
                            kept.memory();
                        }
                    }
                },
                0);
        assertThatThrownBy(() -> bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("machine.returned");
                    assertThat(e.problem().where()).isEqualTo("test backend 2");
                });
        assertThat(bed.launcher.guests()).isEmpty();
    }
}
