// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cloister.it.Commands.Ended;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;

/** Launches through the services of the shipped bundles; backends and platforms come and go meanwhile. */
class LaunchIT {
    private static final String KNOWN_DIGEST =
            "d74bd3ea40b240c3228edc5177ce6193561ebff633dbd0be76d6c143b876d65102425c0e2e8a930857c48daa5eacda58";
    private static final String[] LAUNCH = {"launch", "--type", "sev-snp", "--platform", "emulated", "-o", "json"};

    private static Installed installed;
    private static Commands commands;

    @BeforeAll
    static void start() throws Exception {
        installed = Installed.started(LaunchIT.class);
        commands = new Commands(installed.context());
    }

    @AfterAll
    static void stop() throws Exception {
        installed.close();
    }

    @Test
    void sampleFirmwareIsLaunched() throws Exception {
        Ended ended = commands.run(LAUNCH);
        assertThat(ended.err()).contains("EMULATED");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("\"state\": \"running\"", "\"trust\": \"EMULATED\"", "\"source\": \"firmware\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void sevIsLaunchedInBothProfiles(String type) throws Exception {
        for (String profile : List.of("init2", "legacy")) {
            Ended ended = commands.run(
                    "launch",
                    "--type",
                    type,
                    "--platform",
                    "emulated",
                    "--profile",
                    profile,
                    "--vcpus",
                    "2",
                    "-o",
                    "json");
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out())
                    .contains("\"state\": \"running\"", "\"source\": \"firmware\"", "\"nonce\"")
                    .contains("\"profile\": \"" + profile + "\"");
        }
    }

    @Test
    void sevBundlesExportNothing() {
        for (String bundle : List.of("org.cloister.sev", "org.cloister.seves")) {
            assertThat(installed.bundle(bundle).getHeaders().get("Export-Package"))
                    .isNull();
        }
    }

    @Test
    void realFirmwareHasTheKnownDigest() throws Exception {
        Path firmware = DataFolder.path("firmware/OVMF.amdsev.fd");
        Ended ended = commands.run(
                "launch",
                "--type",
                "sev-snp",
                "--platform",
                "emulated",
                "-o",
                "json",
                "--firmware",
                firmware.toString(),
                "--vcpus",
                "1",
                "--vcpu-type",
                "EPYC-v4");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains(KNOWN_DIGEST);
    }

    @Test
    void hardwareIsNotReplacedByEmulation() throws Exception {
        Ended ended = commands.run("launch");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("sev-snp  kvm  HARDWARE  not possible");
    }

    @Test
    void backendThatIsStoppedIsNamedAndBackWhenItReturns() throws Exception {
        Bundle snp = installed.bundle("org.cloister.snp");
        snp.stop();
        Ended without = commands.run(LAUNCH);
        assertThat(without.code()).isEqualTo(3);
        assertThat(without.err()).contains("org.cloister.snp");
        snp.start();
        assertThat(commands.run(LAUNCH).code()).isZero();
    }

    @Test
    void platformThatIsUninstalledIsNamedAndBackWhenItReturns() throws Exception {
        installed.bundle("org.cloister.softsev").uninstall();
        Ended without = commands.run(LAUNCH);
        assertThat(without.code()).isEqualTo(3);
        assertThat(without.err()).contains("org.cloister.softsev");
        installed
                .context()
                .installBundle(Installed.jar("org.cloister.softsev").toUri().toString())
                .start();
        assertThat(commands.run(LAUNCH).code()).isZero();
    }

    @Test
    void bundlesExportNothingOfHowTheyWork() {
        assertThat(installed.bundle("org.cloister.snp").getHeaders().get("Export-Package"))
                .isNull();
        assertThat(installed.bundle("org.cloister.core").getHeaders().get("Export-Package"))
                .isNull();
        // What programs drive it by, and nothing of how it works
        assertThat(installed.bundle("org.cloister.softsev").getHeaders().get("Export-Package"))
                .startsWith("org.cloister.softsev.client;")
                .doesNotContain(",org.cloister.softsev.");
    }
}
