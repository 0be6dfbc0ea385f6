// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cloister.it.vendor.HangsInStop;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Constants;

/** The program ends, by itself, beside a bundle that hangs and does not listen to interrupts. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(300)
class HungStopIT {
    private static final long PATIENCE_SECONDS = 120;
    private static final String[] LAUNCH = {"launch", "--type", "sev-snp", "--platform", "emulated"};

    @TempDir
    Path work;

    private final List<Process> processes = new ArrayList<>();

    /** Where a bundle hangs. */
    enum Where {
        CONSTRUCTOR {
            @Override
            TestBundle jar() {
                return component("constructor");
            }
        },
        ACTIVATE {
            @Override
            TestBundle jar() {
                return component("activate");
            }
        },
        STOP {
            @Override
            TestBundle jar() {
                return new TestBundle("evil", "1.0.0")
                        .header(Constants.BUNDLE_ACTIVATOR, HangsInStop.class.getName())
                        .header(Constants.IMPORT_PACKAGE, "org.osgi.framework")
                        .with(HangsInStop.class)
                        .withNestOf(WayToFail.class);
            }
        };

        abstract TestBundle jar();

        private static TestBundle component(String method) {
            return HostileBed.jar("1.0.0", "component", 50, method, WayToFail.SLEEPS_DEAF, 0);
        }
    }

    @AfterEach
    void kill() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    /** The program with that bundle, on its way; each with a folder of its own. */
    private Process begun(Where where, String... command) throws Exception {
        Program program = Program.unpacked(Files.createDirectory(work.resolve(command[0])));
        where.jar().write(program.bundles());
        Process process = program.process(List.of(), command).start();
        processes.add(process);
        return process;
    }

    private static void awaitRunning(BufferedReader log) throws Exception {
        for (String line = log.readLine(); !line.contains("the platform runs"); line = log.readLine()) {
            // What else it says is not asked for here
        }
    }

    private static List<String> ends(Process process, BufferedReader log) throws Exception {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        List<String> said = log.lines().toList();
        assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
        return said;
    }

    /** A platform that is terminated, one whose console is left, and a command; all wait at the same time. */
    @ParameterizedTest
    @EnumSource
    void theProgramEnds(Where where) throws Exception {
        Process served = begun(where, "serve");
        Process console = begun(where, "console");
        Process launch = begun(where, LAUNCH);
        BufferedReader servedLog = served.errorReader();
        BufferedReader consoleLog = console.errorReader();
        awaitRunning(servedLog);
        awaitRunning(consoleLog);
        served.toHandle().destroy();
        try (var in = console.outputWriter()) {
            in.write("exit 0\n");
        }
        assertThat(ends(served, servedLog)).contains("cloister: the platform ends");
        assertThat(ends(console, consoleLog)).contains("cloister: the platform ends");
        ends(launch, launch.errorReader());
    }
}
