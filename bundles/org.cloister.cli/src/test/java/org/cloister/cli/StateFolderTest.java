// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.guard.VendorService;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.EmulatedGeneration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A platform that is served takes its folder at once. */
class StateFolderTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void theFolderOfEveryGenerationIsTaken(EmulatedGeneration generation) {
        Path state = temporary.resolve("state");
        SoftSev platform = new SoftSev(Map.of("generation", generation.word(), "state", state.toString()));
        try {
            StateFolder.hold(new AskedProcessor(
                    VendorService.<SecureProcessor>of("softsev", () -> platform, VendorService.PATIENCE)));
            assertThat(state.resolve("chip")).exists();
            assertThat(state.resolve("snp").toFile().exists()).isEqualTo(generation.snp());
        } finally {
            platform.close();
        }
    }
}
