// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.GetId;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.annotation.versioning.Version;

/** Processes that are stopped with SIGKILL in the middle of launches and of writing their state. */
class StoppedPlatformTest {
    private static final int TIMES = Thorough.times(8, 50);

    @TempDir
    Path temporary;

    @Test
    void theNextStartIsClean() throws Exception {
        Bytes chip = start(SoftSevIdentity::chip);
        Random random = new Random(20);
        for (int i = 0; i < TIMES; i++) {
            stopAfter(random.nextInt(40));
            assertThat(start(SoftSevIdentity::chip)).isEqualTo(chip);
            SevCertificate pdh = SevCertificate.decode(start(SoftSevIdentity::pdh), "pdh");
            assertThat(pdh.first().present()).isTrue();
            assertThat(files()).doesNotContain("platform.new", "chip.new", "snp.new");
        }
    }

    @Test
    void whoComesWhileItRunsIsToldItsNumber() throws Exception {
        Process process = fork();
        try {
            await(process, 1);
            CloisterException refused =
                    catchThrowableOfType(CloisterException.class, () -> start(SoftSevIdentity::chip));
            assertThat(refused.problem().code()).isEqualTo("state.locked");
            assertThat(refused.problem().found()).contains("process " + process.pid());
        } finally {
            process.destroyForcibly().waitFor();
        }
        start(SoftSevIdentity::chip);
    }

    @Test
    void whoeverElseTriesDoesNotLoosenTheLock() throws Exception {
        SoftSev platform = new SoftSev(PlatformSettings.DEFAULT, Optional.of(folder()));
        try {
            SoftSevIdentity.chip(platform.adapt(PlatformChannel.class).orElseThrow());
            for (int i = 0; i < 2; i++) {
                CloisterException refused =
                        catchThrowableOfType(CloisterException.class, () -> start(SoftSevIdentity::chip));
                assertThat(refused.problem().code()).isEqualTo("state.locked");
            }
            Process other = fork(ProcessBuilder.Redirect.DISCARD);
            assertThat(other.getInputStream().read())
                    .as("end of the other's output")
                    .isEqualTo(-1);
            assertThat(other.waitFor()).isNotZero();
        } finally {
            platform.close();
        }
    }

    private interface SoftSevIdentity {
        Bytes of(PlatformChannel channel);

        static Bytes chip(PlatformChannel channel) {
            return channel.execute(new GetId()).first();
        }

        static Bytes pdh(PlatformChannel channel) {
            return LengthQuery.fetch(channel, PdhCertExport.LENGTH).pdh().content();
        }
    }

    private Bytes start(SoftSevIdentity wanted) {
        SoftSev platform = new SoftSev(PlatformSettings.DEFAULT, Optional.of(folder()));
        try {
            return wanted.of(platform.adapt(PlatformChannel.class).orElseThrow());
        } finally {
            platform.close();
        }
    }

    private void stopAfter(int steps) throws Exception {
        Process process = fork();
        try {
            await(process, steps);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process fork() throws IOException {
        return fork(ProcessBuilder.Redirect.INHERIT);
    }

    private Process fork(ProcessBuilder.Redirect errors) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                classPath(),
                StoppedPlatform.class.getName(),
                folder().toString());
        return new ProcessBuilder(command).redirectError(errors).start();
    }

    private static void await(Process process, int steps) throws IOException {
        InputStream out = process.getInputStream();
        for (int i = 0; i < steps; i++) {
            assertThat(out.read()).as("step " + i).isEqualTo('.');
        }
    }

    // How tests are run differs: what the process needs is where its classes come from.
    private static String classPath() {
        return Stream.of(
                        StoppedPlatform.class,
                        SoftSev.class,
                        SevCertificate.class,
                        PlatformChannel.class,
                        Bytes.class,
                        Version.class)
                .map(StoppedPlatformTest::origin)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    private Path folder() {
        return temporary.resolve("state");
    }
}
