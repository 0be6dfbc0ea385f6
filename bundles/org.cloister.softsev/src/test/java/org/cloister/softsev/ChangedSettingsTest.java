// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.VirtualMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration that changes while there are machines, and while there are none: every setting there is. */
class ChangedSettingsTest {
    private static final MachineSpec SPEC =
            new MachineSpec(new GuestType("sev-snp"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);

    /** Another value than the default, and what becomes of it while there is a machine. */
    private static final Map<String, Change> CHANGES = new TreeMap<>(Map.ofEntries(
            Map.entry("generation", new Change("turin", false)),
            Map.entry("asid.max", new Change("1000", false)),
            Map.entry("asid.first.sev", new Change("800", false)),
            Map.entry("cbit", new Change("47", false)),
            Map.entry("phys.bits.reduced", new Change("6", false)),
            Map.entry("report.version", new Change("3", false)),
            Map.entry("platform.info", new Change("0x25", false)),
            Map.entry("mitigations", new Change("1", false)),
            Map.entry("amd.names", new Change("true", false)),
            Map.entry("vmsa.features", new Change("0", false)),
            Map.entry("sockets", new Change("2", false)),
            Map.entry("snp.features", new Change("0", false)),
            Map.entry("cpuid.pages", new Change("off", false)),
            Map.entry("platform.init", new Change("command", false)),
            Map.entry("kernel", new Change("6.16", false)),
            Map.entry("send.roots", new Change("ab".repeat(32), false)),
            Map.entry("tcb", new Change("1", false)),
            Map.entry("state", new Change("identity", false)),
            Map.entry("vcpus.max", new Change("3", true)),
            Map.entry("memory.max", new Change("1G", true))));

    private final SoftSev platform = new SoftSev(Map.of());

    private record Change(String value, boolean counts) {}

    static Stream<Map.Entry<String, Change>> changes() {
        return CHANGES.entrySet().stream();
    }

    @Test
    void everySettingIsHere() {
        assertThat(CHANGES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        new SoftSevRules().defaults().keySet());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeCountsForNewMachinesOrIsRefusedWithTheirNumber(Map.Entry<String, Change> one) {
        String key = one.getKey();
        Change change = one.getValue();
        Map<String, Object> wanted = Map.of(key, change.value());
        Map<String, String> before = platform.settings();
        PlatformUsage usage = platform.adapt(PlatformUsage.class).orElseThrow();
        try (VirtualMachine machine = platform.create(SPEC);
                VirtualMachine second = platform.create(SPEC)) {
            assertThat(platform.refuses(wanted).isEmpty()).isEqualTo(change.counts());
            assertThat(platform.settings()).isEqualTo(before);
            platform.modified(wanted);
            assertThat(platform.adapt(PlatformUsage.class)).containsSame(usage);
            assertThat(usage.machines()).isEqualTo(2);
            if (change.counts()) {
                assertThat(platform.refused()).isEmpty();
                assertThat(platform.settings()).containsEntry(key, change.value());
            } else {
                assertThat(platform.settings()).isEqualTo(before);
                refusedFor(key, change.value());
            }
            platform.create(SPEC).close();
            assertThat(second.spec()).isEqualTo(SPEC);
        }
        assertThat(platform.refuses(wanted)).isEmpty();
        platform.modified(wanted);
        assertThat(platform.refused()).isEmpty();
        assertThat(platform.settings()).containsEntry(key, change.value());
    }

    private void refusedFor(String key, String value) {
        assertThat(platform.refused()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(key);
            assertThat(problem.code()).isEqualTo("softsev.machines");
            assertThat(problem.message()).contains("found " + value + " while there are machines: 2");
        });
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsWrongChangesNothing(Map.Entry<String, Change> one) {
        String key = one.getKey();
        platform.modified(Map.of("generation", "milan"));
        Map<String, String> before = platform.settings();
        PlatformUsage usage = platform.adapt(PlatformUsage.class).orElseThrow();
        platform.modified(Map.of(key, key.equals("state") ? "a\0b" : "rubbish"));
        assertThat(platform.refused()).extracting(Problem::where).containsExactly(key);
        assertThat(platform.settings()).isEqualTo(before);
        assertThat(platform.adapt(PlatformUsage.class)).containsSame(usage);
        platform.create(SPEC).close();
        platform.modified(Map.of("generation", "milan"));
        assertThat(platform.refused()).isEmpty();
    }

    @Test
    void aDeletedConfigurationIsTheDefaults() {
        platform.modified(Map.of("vcpus.max", "3"));
        platform.modified(Map.of());
        assertThat(platform.settings()).containsEntry("vcpus.max", "512");
    }

    @Test
    void theSameInOtherWordsIsNoChange() {
        PlatformUsage usage = platform.adapt(PlatformUsage.class).orElseThrow();
        try (VirtualMachine machine = platform.create(SPEC)) {
            platform.modified(Map.of("generation", "GENOA", "cbit", "0x33", "memory.max", "1024G"));
            assertThat(platform.refused()).isEmpty();
            assertThat(usage.machines()).isOne();
        }
    }

    @Test
    void theVeryFirstOneThatIsWrongIsNamedAndTheNextCounts() {
        SoftSev wrong = new SoftSev(Map.of("cbit", "99"));
        assertThat(wrong.refused()).extracting(Problem::where).containsExactly("cbit");
        wrong.modified(Map.of("cbit", "98"));
        assertThat(wrong.facts().whyNot("sev-snp")).contains("found 98");
        wrong.modified(Map.of("cbit", "47"));
        assertThat(wrong.refused()).isEmpty();
        wrong.create(SPEC).close();
    }
}
