// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A state folder is of a processor of one generation, for every command. */
class KeptGenerationTest {
    private static final MachineSpec SPEC =
            new MachineSpec(new GuestType("sev"), List.of(new MemoryRegion("ram", 0, 1 << 20)), 1);

    @TempDir
    Path temporary;

    private SoftSev platform = new SoftSev(Map.of());

    @AfterEach
    void close() {
        platform.close();
    }

    @ParameterizedTest
    @EnumSource
    void theStateDecidesWhereNobodySaysIt(EmulatedGeneration generation) {
        keep(generation);
        start(Map.of());
        give(Map.of("state", state()));
        assertThat(platform.settings()).containsEntry("generation", generation.word());
        assertThat(platform.facts().offers("sev-snp")).isEqualTo(generation.snp());
        export();

        start(Map.of("state", state()));
        assertThat(platform.settings()).containsEntry("generation", generation.word());
    }

    @ParameterizedTest
    @CsvSource({"MILAN, turin", "TURIN, milan", "NAPLES, rome", "ROME, genoa", "GENOA, naples"})
    void anotherOneIsRefusedAsAMistakeOfWhoGaveIt(EmulatedGeneration kept, String other) {
        keep(kept);
        String said = "found " + other + ", expected " + kept.word();
        start(Map.of());
        refused(Map.of("state", state(), "generation", other), said);
        start(Map.of("state", state()));
        refused(Map.of("generation", other), said);
        start(Map.of("generation", other));
        refused(Map.of("state", state()), said);
        assertThat(new SoftSevRules().wrong(Map.of("state", state(), "generation", other)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains(said));
        start(Map.of());
        give(Map.of("state", state(), "generation", kept.word()));
        export();
    }

    @Test
    void nothingOfAnotherProcessorIsAnswered() {
        keep(EmulatedGeneration.MILAN);
        platform.close();
        platform = new SoftSev(PlatformSettings.of(EmulatedGeneration.TURIN), Optional.of(Path.of(state())));
        List<Runnable> all = List.of(
                this::export,
                () -> LengthQuery.fetch(channel(), GetId2.LENGTH),
                () -> platform.adapt(SnpAuthorities.class).orElseThrow().certificates(),
                () -> platform.create(SPEC));
        for (Runnable one : all) {
            CloisterException refused = catchThrowableOfType(CloisterException.class, one::run);
            assertThat(refused.problem().code()).isEqualTo("state.generation");
            assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.INPUT);
            assertThat(refused.problem().remedy()).contains("--generation milan");
        }
    }

    /** A damaged file is named, whatever the generation. */
    @Test
    void aDamagedStateIsNamedAsSuch() throws Exception {
        keep(EmulatedGeneration.MILAN);
        Files.write(Path.of(state()).resolve("chip"), new byte[100]);
        start(Map.of());
        give(Map.of("state", state(), "generation", "turin"));
        CloisterException refused = catchThrowableOfType(CloisterException.class, this::export);
        assertThat(refused.problem().code()).isEqualTo("state.corrupt");
    }

    private void keep(EmulatedGeneration generation) {
        start(Map.of("state", state(), "generation", generation.word()));
        export();
        platform.close();
    }

    private void start(Map<String, Object> configuration) {
        platform.close();
        platform = new SoftSev(configuration);
    }

    private void give(Map<String, String> settings) {
        platform.configure(settings, Limits.NONE);
    }

    private void refused(Map<String, String> settings, String said) {
        CloisterException refused = catchThrowableOfType(CloisterException.class, () -> give(settings));
        assertThat(refused).hasMessageContaining(said).hasMessageContaining("--generation");
        assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.INPUT);
    }

    private void export() {
        LengthQuery.fetch(channel(), PdhCertExport.LENGTH);
    }

    private PlatformChannel channel() {
        return platform.adapt(PlatformChannel.class).orElseThrow();
    }

    private String state() {
        return temporary.resolve("state").toString();
    }
}
