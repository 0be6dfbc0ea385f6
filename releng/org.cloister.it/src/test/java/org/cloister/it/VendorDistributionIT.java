// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program as it is shipped, with a vendor's bundles copied into its folder. It brings its framework along, so one
 * run is enough.
 */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class VendorDistributionIT {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    static Path folder;

    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void unpack() throws IOException {
        Path shipped = Path.of(System.getProperty("distribution"));
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.toList()) {
                Files.copy(file, installed().resolve(shipped.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        for (String name : List.of(Samples.CAPSULE, Samples.CAPSULE_PLATFORM)) {
            Path jar = Samples.jar(name);
            Files.copy(jar, installed().resolve("bundle").resolve(jar.getFileName()));
        }
    }

    private static Path installed() {
        return folder.resolve("cloister");
    }

    private static Ended run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(installed().resolve("bin/cloister").toString()));
        command.addAll(List.of(arguments));
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out)
                .redirectError(err);
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Process process = builder.start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
    }

    @Test
    void ownerAndHostAgreeOnAVendorsType() throws Exception {
        Ended expected = run("measure", "--type", "capsule", "--property", "label=first", "--vcpus", "2");
        Ended launched = run(
                "launch",
                "--type=capsule",
                "--platform",
                "emulated",
                "--property",
                "label=first",
                "--vcpus",
                "2",
                "-o",
                "json");
        assertThat(expected.code()).as(expected.err()).isZero();
        assertThat(launched.code()).as(launched.err()).isZero();
        assertThat(expected.out().strip()).hasSize(64);
        assertThat(launched.out()).contains(expected.out().strip());
    }

    @Test
    void aTypeThatIsNotInstalledIsBadInput() throws Exception {
        Ended ended = run("measure", "--type", "casket");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("casket", "sev-es", "installed bundle");
    }
}
