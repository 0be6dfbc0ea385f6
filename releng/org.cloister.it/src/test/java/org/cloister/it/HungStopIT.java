// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
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

    private Process platform;

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
        if (platform != null) {
            platform.destroyForcibly().waitFor();
        }
    }

    private Program with(Where where) throws Exception {
        Program program = Program.unpacked(work);
        where.jar().write(program.bundles());
        return program;
    }

    private BufferedReader started(Program program, String command) throws Exception {
        platform = program.process(List.of(), command).start();
        BufferedReader log = platform.errorReader();
        for (String line = log.readLine(); !line.contains("the platform runs"); line = log.readLine()) {
            // What else it says is not asked for here
        }
        return log;
    }

    private void ends(BufferedReader log) throws Exception {
        assertThat(platform.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        List<String> said = log.lines().toList();
        assertThat(platform.exitValue()).as(String.join("\n", said)).isZero();
        assertThat(said).contains("cloister: the platform ends");
    }

    @ParameterizedTest
    @EnumSource
    void aPlatformEndsWhenItIsTerminated(Where where) throws Exception {
        BufferedReader log = started(with(where), "serve");
        platform.toHandle().destroy();
        ends(log);
    }

    @ParameterizedTest
    @EnumSource
    void aPlatformEndsWhenItsConsoleIsLeft(Where where) throws Exception {
        BufferedReader log = started(with(where), "console");
        try (var in = platform.outputWriter()) {
            in.write("exit 0\n");
        }
        ends(log);
    }

    @ParameterizedTest
    @EnumSource
    void aCommandEndsAsItWould(Where where) throws Exception {
        Program.Ended ended = with(where).run(LAUNCH);
        assertThat(ended.code()).as(ended.err()).isZero();
    }
}
