// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificates of an emulated platform, from the folder that keeps its identity to their verdict. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class EmulatedChainIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"milan", "turin"})
    void chainsVerifyUnderTheirOwnRootAlone(String generation) throws Exception {
        Program program = new Program(folder);
        platform(program, 0, generation, "vlek-make", "--csp", "cloud.example", "--out", "vlek.bin");
        platform(program, 0, generation, "vlek-load", "vlek.bin");
        platform(program, 0, generation, "certificates", "--out", "certs");

        Program.Ended own = program.run("verify", "chain", "certs", "--trust-root", "certs/ark.pem");
        assertThat(own.code()).as(own.out()).isZero();
        assertThat(own.out()).contains("SEV-VCEK", "SEV-VLEK", "crl.leaf");
        Program.Ended amd = program.run("verify", "chain", "certs");
        assertThat(amd.code()).isEqualTo(1);
        assertThat(amd.out()).contains("its key is not AMD's root key of any generation");

        Program.Ended other = platform(program, 2, "genoa", "snp-status");
        assertThat(other.err()).contains("another generation", "found genoa, expected " + generation);
    }

    private static Program.Ended platform(Program program, int code, String generation, String... command)
            throws Exception {
        List<String> words = new ArrayList<>(List.of("platform"));
        words.addAll(List.of(command));
        words.addAll(List.of("--platform", "emulated", "--state", "state", "--generation", generation));
        Program.Ended ended = program.run(words.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
        return ended;
    }
}
