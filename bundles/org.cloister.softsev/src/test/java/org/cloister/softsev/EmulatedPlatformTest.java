// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.model.EmulatedGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The platform becomes another while it runs, and refuses to become a third. */
class EmulatedPlatformTest {
    private static final MachineSpec SPEC =
            new MachineSpec(new GuestType("sev-snp"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);

    private SoftSev platform = new SoftSev(Map.of());

    @Test
    void theSettingsAreInForceAtOnce() {
        give("generation", "turin");
        assertThat(platform.settings()).containsEntry("generation", "turin").containsEntry("cbit", "51");
        assertThat(tcb()).isEqualTo(EmulatedGeneration.TURIN.tcb());
        PlatformUsage usage = platform.adapt(PlatformUsage.class).orElseThrow();
        assertThat(usage.machines()).isZero();
        platform.create(SPEC).close();
        assertThat(usage.machines()).isZero();
    }

    @Test
    void theProcessorDoesNotChangeUnderItsMachines() {
        PlatformUsage usage = platform.adapt(PlatformUsage.class).orElseThrow();
        try (VirtualMachine machine = platform.create(SPEC)) {
            refused("generation", "turin", "platform.setting", "while there are machines: 1, expected genoa");
            give("vcpus.max", "3");
            assertThat(platform.facts().number("max-vcpus")).hasValue(3);
            assertThat(platform.adapt(PlatformUsage.class)).containsSame(usage);
            assertThat(usage.machines()).isOne();
        }
        give("generation", "turin");
    }

    @Test
    void whatWasGivenStaysWhenTheConfigurationChanges() {
        give("generation", "milan");
        platform.modified(Map.of("generation", "turin", "vcpus.max", "3"));
        assertThat(platform.settings()).containsEntry("generation", "milan").containsEntry("vcpus.max", "3");
        assertThat(tcb()).isEqualTo(EmulatedGeneration.MILAN.tcb());
        assertThat(platform.facts().number("max-vcpus")).hasValue(3);
    }

    @Test
    void theSameAgainMakesNoOtherPlatform() {
        give("generation", "turin");
        PlatformChannel before = platform.adapt(PlatformChannel.class).orElseThrow();
        give("generation", "TURIN");
        assertThat(platform.adapt(PlatformChannel.class)).containsSame(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generation     | milan | platform.setting | another setting (at --generation milan, found turin)",
                "report.version | 3     | platform.setting | another setting (at --report-version 3, found 5)",
                "state          | other | platform.state   | in another folder (at --state other, found identity)"
            })
    void anotherValueThanItHasIsRefused(String name, String value, String code, String said) {
        platform = new SoftSev(Map.of("generation", "turin", "report.version", "5", "state", "identity"));
        Map<String, String> before = platform.settings();
        refused(name, value, code, said.split(" \\(")[0], said.split("found ")[1].replace(")", ""));
        assertThat(platform.settings()).isEqualTo(before);
    }

    @Test
    void aValueThatNobodyKnowsIsRefusedByName() {
        refused(
                "generation",
                "venice",
                "platform.setting",
                "found venice, expected one of naples, rome, milan, genoa, turin");
        refused("report.version", "4", "platform.setting", "found 4, expected 2, 3 or 5");
        assertThat(platform.settings()).containsEntry("generation", "genoa");
    }

    @Test
    void whoGivesUpChangesNothing() {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        assertThatThrownBy(() -> platform.configure(Map.of("generation", "milan"), Limits.of(cancelled)))
                .hasMessageContaining("cancelled");
        assertThat(platform.settings()).containsEntry("generation", "genoa");
    }

    private void give(String name, String value) {
        platform.configure(Map.of(name, value), Limits.NONE);
    }

    private long tcb() {
        return platform.adapt(PlatformChannel.class)
                .orElseThrow()
                .execute(new GetSnpPlatformStatus())
                .currentTcb();
    }

    private void refused(String name, String value, String code, String... said) {
        assertThatThrownBy(() -> give(name, value)).isInstanceOfSatisfying(CloisterException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INPUT);
            assertThat(e.problem().where()).startsWith("--" + name.replace('.', '-'));
            assertThat(e).hasMessageContainingAll(said);
        });
    }
}
