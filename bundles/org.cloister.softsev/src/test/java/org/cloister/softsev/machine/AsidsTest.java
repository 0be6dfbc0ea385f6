// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All identifiers of a processor with 509 of them, 99 for SEV-ES, at once and again and again. */
class AsidsTest {
    private static final PlatformSettings SETTINGS =
            new PlatformSettings(509, 100, 51, 1, EmulatedGeneration.MILAN, 0, 4, 1L << 40);

    private final SoftProcessor processor = new SoftProcessor(SETTINGS);

    @ParameterizedTest
    @CsvSource({"sev, 410, 100 to 509", "sev-es, 99, 1 to 99"})
    void allOfThemTenTimes(String type, int count, String range) {
        for (int round = 0; round < 10; round++) {
            List<SevFixture> machines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                machines.add(launched(type));
            }
            assertThat(processor.asids()).isEqualTo(count);
            assertNoneIsLeft(type, range);
            machines.forEach(SevFixture::close);
            assertThat(List.of(processor.asids(), processor.guests(), processor.machines()))
                    .containsOnly(0);
            assertThat(processor.pages()).isZero();
        }
    }

    private SevFixture launched(String type) {
        SevFixture machine = new SevFixture(processor, type, 1);
        machine.channel.execute(SevFixture.INIT2);
        machine.channel.execute(SevFixture.withoutSession(machine.policy(0)));
        machine.update(0, SevFixture.content(16));
        machine.measure();
        machine.finish();
        return machine;
    }

    private void assertNoneIsLeft(String type, String range) {
        try (SevFixture late = new SevFixture(processor, type, 1)) {
            assertThat(refused(Errno.EBUSY, () -> late.channel.execute(SevFixture.INIT2)))
                    .hasMessageContaining("no ASID left of " + range)
                    .hasMessageContaining(" machine ")
                    .hasMessageContaining("(" + type + ")")
                    .hasMessageContaining(" more");
        }
    }

    @Test
    void snpAndSevEsShareTheirs() {
        SoftProcessor small =
                new SoftProcessor(new PlatformSettings(3, 2, 51, 1, EmulatedGeneration.MILAN, 0, 4, 1L << 40));
        try (LaunchFixture snp = LaunchFixture.started(small, 1);
                SevFixture es = new SevFixture(small, "sev-es", 1);
                SevFixture sev = new SevFixture(small, "sev", 1)) {
            assertThat(refused(Errno.EBUSY, () -> es.channel.execute(SevFixture.INIT2)))
                    .hasMessageContaining("held by 1 machine 1 (sev-snp)");
            sev.channel.execute(SevFixture.INIT2);
            snp.close();
            es.channel.execute(SevFixture.INIT2);
        }
        assertThat(small.asids()).isZero();
    }

    @Test
    void typesWithoutIdentifiersAreNotThere() {
        SoftProcessor none =
                new SoftProcessor(new PlatformSettings(3, 4, 51, 1, EmulatedGeneration.MILAN, 0, 4, 1L << 40));
        try (SevFixture sev = new SevFixture(none, "sev", 1)) {
            refused(Errno.ENOTTY, () -> sev.channel.execute(SevFixture.INIT2));
        }
        assertThat(Optional.of(none.machines())).contains(0);
    }
}
