// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.testing.Needs;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that launches SEV-SNP guests as a monitor does; its source is snp_client.py. */
@Timeout(120)
class SnpClientTest {
    private static final int LAUNCHES = Thorough.times(10, 100);

    @TempDir
    Path folder;

    private String client() throws IOException {
        Needs.program("python3");
        Path program = folder.resolve("client.py");
        try (InputStream source = SnpClientTest.class.getResourceAsStream("snp_client.py")) {
            Files.write(program, source.readAllBytes());
        }
        return program.toString();
    }

    private int run(SupervisedHost host, String... words) throws Exception {
        String script = "exec python3 \"$@\" >" + folder.resolve("out") + " 2>&1";
        int status = host.run(Stream.concat(Stream.of("sh", "-c", script, "sh"), Stream.of(words))
                .toArray(String[]::new));
        assertThat(status).as(Files.readString(folder.resolve("out"))).isZero();
        return Integer.parseInt(Files.readString(folder.resolve("out")).strip());
    }

    private static List<String> digests(SupervisedHost host) {
        return host.trace().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(line -> line.has("digest"))
                .map(line -> line.get("digest").getAsString())
                .toList();
    }

    // Three ASIDs for SEV-SNP: machines that are closed have to be let go in time
    @Test
    void launchesGiveEverythingBack() throws Exception {
        String client = client();
        try (SupervisedHost host = SupervisedHost.of(Map.of("asid.max", "4", "asid.first.sev", "4"))) {
            run(host, client, "1", "1", "0");
            long open = open();
            run(host, client, "" + LAUNCHES, "2", "0");
            assertThat(digests(host).stream().skip(1).distinct()).hasSize(1);
            PlatformUsage usage = host.platform().adapt(PlatformUsage.class).orElseThrow();
            Awaited.until("the machines are gone", () -> usage.machines() == 0);
            Awaited.until("the descriptors are closed", () -> open() <= open);
        }
    }

    @Test
    void signalsDoNotDisturbLaunches() throws Exception {
        String client = client();
        try (SupervisedHost host = SupervisedHost.of()) {
            int signals = run(host, client, "" + LAUNCHES, "3", "0.001");
            assertThat(signals).isPositive();
            assertThat(digests(host)).hasSize(LAUNCHES);
            assertThat(digests(host).stream().distinct()).hasSize(1);
        }
    }

    @Test
    void programsLaunchSideBySide() throws Exception {
        String client = client();
        try (SupervisedHost host = SupervisedHost.of()) {
            String script = "for i in 1 2 3; do python3 " + client + " 5 2 0 >" + folder + "/$i & done; wait";
            assertThat(host.run("sh", "-c", script)).isZero();
            assertThat(digests(host)).hasSize(15);
            assertThat(digests(host).stream().distinct()).hasSize(1);
            List<JsonObject> lines = host.trace().stream()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
            assertThat(lines.stream().map(line -> line.get("pid").getAsInt()).distinct())
                    .hasSize(3);
            assertThat(lines.stream().map(line -> line.get("vm").getAsInt()).distinct())
                    .hasSize(15);
        }
    }

    @Test
    void aCommandOfALaunchFailsWhereItIsTo() throws Exception {
        String client = client();
        try (SupervisedHost host = SupervisedHost.of(Map.of(), "SNP_LAUNCH_FINISH:2=BAD_MEASUREMENT")) {
            String out = folder.resolve("out").toString();
            assertThat(host.run("sh", "-c", "python3 " + client + " 3 1 0 2>" + out))
                    .isEqualTo(1);
            assertThat(Files.readString(folder.resolve("out"))).contains("Input/output error");
            assertThat(digests(host)).hasSize(1);
        }
    }

    @Test
    void theMachinesOfAKilledProgramAreLetGo() throws Exception {
        Needs.program("python3");
        try (SupervisedHost host = SupervisedHost.of()) {
            String program = "import fcntl, os; kvm = os.open('/dev/kvm', os.O_RDWR);"
                    + " [fcntl.ioctl(kvm, 0xAE01, 4) for _ in range(3)]; os.kill(os.getpid(), 9)";
            assertThat(host.run("python3", "-c", program)).isEqualTo(128 + 9);
            PlatformUsage usage = host.platform().adapt(PlatformUsage.class).orElseThrow();
            Awaited.until("the machines are gone", () -> usage.machines() == 0);
        }
    }

    private static long open() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
