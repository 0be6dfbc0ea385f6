// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flow of a guest owner, command by command, from the platform's certificates to a guest that has its secret. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
class OwnerFlowIT {
    private static final String SECRET = "736869e5-84f0-4973-92ec-06879ce3da0b:secret.txt";
    private static final long PATIENCE_SECONDS = 60;

    /** Not below the checkout: the path of a socket has to be short. */
    @TempDir
    Path folder;

    private Program program;

    @BeforeEach
    void keepAnIdentity() throws Exception {
        program = new Program(folder);
        Files.writeString(folder.resolve("secret.txt"), "open sesame");
        succeeds("platform", "export", "--platform", "emulated", "--state", "state", "--out", "platform");
    }

    @ParameterizedTest
    @CsvSource({"sev,0x1", "sev-es,0x5"})
    void secretGetsIntoTheGuestThatWasMeasured(String type, String policy) throws Exception {
        makeSession(policy);
        makePipe("header");
        makePipe("payload");
        Process launch = launch(type, policy, "header", "payload");
        try (BufferedReader told = launch.errorReader()) {
            String measurement = measurement(told);
            succeeds(verification(measurement, policy));
            pack(measurement);
            Files.write(folder.resolve("header"), Files.readAllBytes(folder.resolve("header.b64")));
            Files.write(folder.resolve("payload"), Files.readAllBytes(folder.resolve("payload.b64")));
            String out = new String(launch.getInputStream().readAllBytes());
            assertThat(launch.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            if (Files.isWritable(Path.of("/dev/kvm"))) {
                assertThat(out).startsWith("Hello from a confidential guest\nFound its secret\n");
            }
            assertThat(out).contains("running").doesNotContain("open sesame");
        } finally {
            launch.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"sev,0x1"})
    void secretForAnotherMeasurementCostsTheGuestItsLife(String type, String policy) throws Exception {
        makeSession(policy);
        pack("Zz".repeat(32));
        Process launch = launch(type, policy, "header.b64", "payload.b64");
        try (BufferedReader told = launch.errorReader()) {
            String measurement = measurement(told);
            String err = String.join("\n", told.lines().toList());
            assertThat(launch.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(launch.exitValue()).as(measurement).isEqualTo(1);
            assertThat(err).contains("BAD_MEASUREMENT");
        }
    }

    private void makeSession(String policy) throws Exception {
        succeeds(
                "session",
                "create",
                "--pdh",
                "platform/pdh.cert",
                "--chain",
                "platform",
                "--trust-root",
                "platform/ask_ark.cert",
                "--policy",
                policy,
                "--out",
                "owner");
    }

    private Process launch(String type, String policy, String header, String payload) throws IOException {
        return program.process(
                        List.of(),
                        "launch",
                        "--platform",
                        "emulated",
                        "--state",
                        "state",
                        "--type",
                        type,
                        "--policy",
                        policy,
                        "--dh-cert-file",
                        "owner/vm_godh.b64",
                        "--session-file",
                        "owner/vm_session.b64",
                        "--secret-header",
                        header,
                        "--secret",
                        payload,
                        "--execute")
                .directory(folder.toFile())
                .start();
    }

    private static String measurement(BufferedReader told) throws IOException {
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            if (line.startsWith("measurement: ")) {
                return line.substring("measurement: ".length());
            }
        }
        throw new AssertionError("no measurement was told");
    }

    private static String[] verification(String measurement, String policy) {
        return new String[] {
            "verify",
            "measurement",
            "--measurement",
            measurement,
            "--api-major",
            "1",
            "--api-minor",
            "55",
            "--build-id",
            "40",
            "--policy",
            policy,
            "--tik",
            "owner/vm_tik.bin"
        };
    }

    private void pack(String measurement) throws Exception {
        succeeds(
                "secret",
                "pack",
                "--tik",
                "owner/vm_tik.bin",
                "--tek",
                "owner/vm_tek.bin",
                "--measurement",
                measurement,
                "--secret",
                SECRET,
                "--header",
                "header.b64",
                "--payload",
                "payload.b64");
    }

    private void makePipe(String name) throws Exception {
        Process made = new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start();
        assumeTrue(made.waitFor() == 0, "there is no mkfifo");
    }

    private void succeeds(String... command) throws Exception {
        Program.Ended ended = program.run(command);
        assertThat(ended.code()).as(ended.err()).isZero();
    }
}
