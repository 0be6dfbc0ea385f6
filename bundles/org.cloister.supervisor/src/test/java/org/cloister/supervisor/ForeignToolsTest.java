// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** snphost of VirTEE finds a host that is ready. */
@Tag("foreign")
@Timeout(120)
class ForeignToolsTest {
    private static final int CHECKS = 30;

    @TempDir
    Path files;

    private List<String> snphost(SupervisedHost host, ForeignFolder folder, String... words) throws Exception {
        Path out = files.resolve("out");
        List<String> all = new ArrayList<>(List.of("sh", "-c", "\"$@\" >" + out + " 2>&1; echo $? >>" + out, "sh"));
        List<String> program = new ArrayList<>(List.of("/usr/bin/snphost"));
        program.addAll(List.of(words));
        all.addAll(folder.words(program.toArray(String[]::new)));
        host.run(all.toArray(String[]::new));
        return Files.readString(out).replaceAll("\u001b\\[[0-9;]*m", "").lines().toList();
    }

    @Test
    void itFindsNothingToMend() throws Exception {
        ForeignFolder folder = ForeignFolder.of("sid");
        try (SupervisedHost host = SupervisedHost.of(Map.of("generation", "milan"))) {
            List<String> checks = snphost(host, folder, "ok").stream()
                    .filter(line -> line.matches("\\[ (PASS|FAIL|SKIP) \\].*"))
                    .toList();
            assertThat(checks).hasSize(CHECKS);
            List<String> wrong = checks.stream()
                    .filter(line -> !line.startsWith("[ PASS"))
                    .filter(line -> !isOfThisHost(line))
                    .toList();
            assertThat(wrong).isEmpty();
        }
    }

    // Where programs see this host's CPUID, checks that ask it may fail, and those that depend on them are skipped
    private static boolean isOfThisHost(String line) {
        return Supervisor.showsHostCpuid()
                && (line.startsWith("[ SKIP")
                        || line.matches(".*(AMD CPU|Secure Memory Encryption|Secure Encrypted Virtualization).*"));
    }

    @Test
    void itShowsWhatThePlatformIs() throws Exception {
        ForeignFolder folder = ForeignFolder.of("sid");
        try (SupervisedHost host = SupervisedHost.of(Map.of("generation", "milan"))) {
            assertThat(snphost(host, folder, "show", "guests")).containsExactly("0", "0");
            assertThat(snphost(host, folder, "show", "version").get(0)).matches("[0-9]+\\.[0-9]+");
            assertThat(snphost(host, folder, "show", "identifier").get(0)).matches("[0-9A-F]{128}");
            assertThat(snphost(host, folder, "show", "tcb")).anyMatch(line -> line.contains("Microcode"));
            assertThat(snphost(host, folder, "commit")).containsExactly("0");
            assertThat(snphost(host, folder, "config", "reset")).containsExactly("0");
            assertThat(host.trace().stream().filter(line -> line.contains("\"SNP_COMMIT\"")))
                    .singleElement()
                    .asString()
                    .contains("\"errno\":0");
        }
    }
}
