// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloister.it.Program.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A platform in one process and commands in others, as they are shipped. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(180)
class ServeIT {
    private static final String[] LAUNCH = {"launch", "--connect", "--type", "sev-snp", "--platform", "emulated"};
    private static final String NONCE = "5a".repeat(64);
    private static final String[] VERIFY = {"verify", "report", "--report", "report.bin", "--certs", "certs"};
    private static final Pattern DIGEST = Pattern.compile("\"[0-9a-f]{96}\"");
    private static final int TERMINATED = 143;

    @TempDir
    Path work;

    private Program program;
    private Process platform;
    private BufferedReader log;

    @BeforeEach
    void serve() throws IOException {
        program = new Program(work);
        start();
    }

    private void start() throws IOException {
        start(List.of());
    }

    private void start(List<String> by, String... options) throws IOException {
        String[] words = Stream.concat(Stream.of("serve"), Stream.of(options)).toArray(String[]::new);
        ProcessBuilder serve = program.process(by, words);
        serve.environment().put("CLOISTER_OPTS", "-Dfelix.fileinstall.dir=" + settings());
        platform = serve.start();
        log = platform.errorReader();
        assertThat(log.readLine())
                .contains("the platform runs")
                .contains(program.socket().toString());
    }

    private Path settings() throws IOException {
        return Files.createDirectories(work.resolve("settings"));
    }

    @AfterEach
    void kill() throws InterruptedException {
        platform.destroyForcibly().waitFor();
    }

    @Test
    void guestsLiveInItUntilTheyAreStopped() throws Exception {
        Ended launched = program.run(LAUNCH);
        assertThat(launched.code()).as(launched.err()).isZero();
        assertThat(launched.err()).contains("EMULATED");
        assertThat(launched.out()).startsWith("guest        g1, sev-snp, running");
        program.run(LAUNCH);

        assertThat(program.run("list").out()).hasLineCount(3).contains("g1  sev-snp  running", "g2  sev-snp  running");
        assertThat(program.run("info", "g1").out()).isEqualTo(launched.out());
        assertThat(program.run("stop", "g1").out()).isEqualTo("stopped  g1\n");
        assertThat(program.run("list", "-o", "json").out()).contains("\"g2\"").doesNotContain("\"g1\"");
        Ended again = program.run("stop", "g1");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("found g1, expected g2");
    }

    @Test
    void aSettingInAFileIsInForceWithoutARestartAndStaysWhenItIsTakenAway() throws Exception {
        Path file = settings().resolve("org.cloister.core.cfg");
        assertThat(program.run(LAUNCH).code()).isZero();

        Files.writeString(file, "allowed.types = sev-es\n");
        Ended refused = program.run(LAUNCH);
        while (refused.code() == 0) {
            refused = program.run(LAUNCH);
        }
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("allowed.types = [sev-es]", file + ":1");
        assertThat(told()).contains(file + ": this is in force");

        Files.delete(file);
        assertThat(told()).contains(file + ": this file is gone", "what was in force stays");
        assertThat(program.run(LAUNCH).code()).isEqualTo(3);
        Ended shown = program.run("config", "show", "-o", "json");
        assertThat(shown.code()).isEqualTo(1);
        assertThat(shown.out()).contains("\"refused\"", "this file is gone", "\"value\": \"sev-es\"");
        assertThat(program.run("doctor").out()).contains("settings", "this file is gone");

        Files.writeString(file, "# all of them\n");
        assertThat(told()).contains(file + ": this is in force");
        assertThat(program.run(LAUNCH).code()).isZero();
        assertThat(program.run("config", "show").code()).isZero();
    }

    /** The next line of the log that tells of settings. */
    private String told() throws IOException {
        String line = log.readLine();
        while (line != null && !line.contains("org.cloister.core.cfg")) {
            line = log.readLine();
        }
        return line;
    }

    @Test
    void filesAreThoseOfTheClientsFolder() throws Exception {
        Path folder = Files.createDirectory(work.resolve("of the client"));
        Files.writeString(folder.resolve("bad.fd"), "no firmware");

        Ended relative = program.run(folder, List.of(), "launch", "--connect", "--firmware", "bad.fd");
        Ended elsewhere = program.run(work, List.of(), "launch", "--connect", "--firmware", "bad.fd");

        assertThat(relative.code()).isEqualTo(2);
        assertThat(relative.err()).doesNotContain("no such file");
        assertThat(elsewhere.err()).contains("there is no such file");
    }

    @Test
    void whatTheStartDecidedIsShownAsInForce() throws Exception {
        platform.toHandle().destroy();
        platform.waitFor();
        Path file = Files.writeString(settings().resolve("org.cloister.softsev.cfg"), "report.version = 3\n");
        start(List.of(), "--generation", "milan");
        Ended shown = program.run("config", "show");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out())
                .containsPattern("generation +milan +--generation")
                .containsPattern("report.version +3 +" + Pattern.quote(file + ":1"));
    }

    /** What a platform without capabilities may not, as the shipped unit runs it, its client still may. */
    @Test
    void filesAreReadAndWrittenWithTheClientsRights() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root has capabilities to do without");
        assumeTrue(new File("/usr/bin/setpriv").canExecute(), "needs setpriv of util-linux");
        platform.toHandle().destroy();
        platform.waitFor();
        start(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        Path folder = Files.createDirectory(work.resolve("of somebody"));
        Path firmware = Files.writeString(folder.resolve("bad.fd"), "no firmware");
        Files.setPosixFilePermissions(firmware, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(firmware, "unix:uid", 65534);
        Files.setAttribute(folder, "unix:uid", 65534);

        Ended read = program.run("launch", "--connect", "--firmware", firmware.toString());
        assertThat(read.code()).isEqualTo(2);
        assertThat(read.err()).contains("bad.fd: the size of an image");
        Ended written = program.run(attested("of somebody/report.bin", "of somebody/certs"));
        assertThat(written.code()).as(written.err()).isZero();
        assertThat(folder.resolve("certs")).isDirectoryContaining("glob:**ark.pem");
        Ended twice = program.run(attested("of somebody/report.bin", "of somebody/certs"));
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("of somebody/report.bin: this file exists already");
        assertThat(program.run("list").out()).hasLineCount(2);
    }

    @Test
    void evidenceIsWrittenIntoTheClientsFolderAndVerifiesUnderThePlatformsRoot() throws Exception {
        Path folder = Files.createDirectory(work.resolve("of the client"));
        Ended launched = program.run(folder, List.of(), attested("report.bin", "certs"));
        assertThat(launched.code()).as(launched.err()).isZero();
        assertThat(folder.resolve("report.bin")).isNotEmptyFile();
        assertThat(folder.resolve("certs")).isDirectoryContaining("glob:**ark.pem");

        Ended foreign = program.run(folder, List.of(), VERIFY);
        assertThat(foreign.code()).as(foreign.err()).isEqualTo(1);
        assertThat(foreign.out()).contains("its key is not AMD's root key of any generation");
        Ended own = program.run(folder, List.of(), trusting("--report-data", NONCE));
        assertThat(own.code()).as(own.out() + own.err()).isZero();
        Ended stale = program.run(folder, List.of(), trusting("--report-data", "00".repeat(64)));
        assertThat(stale.code()).as(stale.out()).isEqualTo(1);
    }

    private static String[] attested(String report, String certificates) {
        return with(LAUNCH, "--attest", "--report-data", NONCE, "--report-out", report, "--certs-out", certificates);
    }

    private static String[] trusting(String... more) {
        return with(with(VERIFY, "--trust-root", "certs/ark.pem"), more);
    }

    private static String[] with(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    @Test
    void aGuestIsResetByAnotherClient() throws Exception {
        Ended launched = program.run(with(LAUNCH, "-o", "json"));
        String digest = digest(launched);

        Ended again = program.run("reset", "g1", "-o", "json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(digest(again)).isEqualTo(digest);
        assertThat(program.run("list").out()).hasLineCount(2).contains("g1  sev-snp  running");

        Ended unknown = program.run("reset", "g9");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("found g9, expected g1");
    }

    private static String digest(Ended launch) {
        Matcher found = DIGEST.matcher(launch.out());
        assertThat(found.find()).as(launch.out() + launch.err()).isTrue();
        return found.group();
    }

    @Test
    void standardInputIsThatOfTheClient() throws Exception {
        Process client = program.process(List.of(), "launch", "--connect", "--firmware", "-")
                .start();
        try (var in = client.outputWriter()) {
            in.write("no firmware");
        }
        assertThat(client.errorReader().readLine()).contains("standard input");
        assertThat(client.waitFor()).isEqualTo(2);
    }

    @Test
    void aTerminatedClientLeavesNothing() throws Exception {
        Process client = program.process(List.of(), "launch", "--connect", "--firmware", "-", "--platform", "emulated")
                .start();
        client.outputWriter().write('x');
        client.outputWriter().flush();
        awaitCommand(client);
        client.toHandle().destroy();

        assertThat(client.waitFor()).isEqualTo(TERMINATED);
        assertThat(client.errorReader().readLine()).isEqualTo("cloister: cancelled; nothing of it is left");
        assertThat(program.run("list").out()).hasLineCount(1);
    }

    /** Until the platform is at work for a client, as its threads tell. */
    private void awaitCommand(Process client) throws IOException {
        Path threads = Path.of("/proc", Long.toString(platform.pid()), "task");
        while (true) {
            try (var tasks = Files.list(threads)) {
                if (tasks.anyMatch(ServeIT::reads)) {
                    return;
                }
            }
            assertThat(client.isAlive()).as("the client").isTrue();
            assertThat(platform.isAlive()).as("the platform").isTrue();
            Thread.onSpinWait();
        }
    }

    private static boolean reads(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith("blocking");
        } catch (IOException ended) {
            return false;
        }
    }

    @Test
    void aTerminationEndsGuestsNewestFirstAndIsNoFailure() throws Exception {
        program.run(LAUNCH);
        program.run(LAUNCH);
        program.run(LAUNCH);
        platform.toHandle().destroy();

        assertThat(platform.waitFor()).isZero();
        assertThat(log.lines())
                .containsExactly("cloister: the platform ends", "stopped  g3", "stopped  g2", "stopped  g1");
        assertThat(program.socket()).doesNotExist();
        Ended list = program.run("list");
        assertThat(list.code()).isEqualTo(3);
        assertThat(list.err())
                .contains("no platform is running", "cloister serve")
                .hasLineCount(1);
    }

    @Test
    void aSecondOneIsToldWhoIsThere() throws Exception {
        Ended second = program.run("serve");

        assertThat(second.code()).isEqualTo(3);
        assertThat(second.err())
                .contains("process " + platform.pid() + " since 20")
                .hasLineCount(1);
        assertThat(program.run("list").code()).isZero();
    }

    @Test
    void whatAKilledOneLeftIsNoObstacle() throws Exception {
        program.run(LAUNCH);
        platform.destroyForcibly().waitFor();

        assertThat(program.socket()).exists();
        Ended list = program.run("list");
        assertThat(list.code()).isEqualTo(3);
        assertThat(list.err()).contains("left by one that was killed");

        start();
        assertThat(program.run("list").out()).hasLineCount(1);
    }

    @Test
    void anotherUserCannotConnect() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
        assumeTrue(new File("/usr/bin/setpriv").canExecute(), "needs setpriv of util-linux");
        // The folders around may be entered, so that what keeps others out is the run folder
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        assumeTrue(
                program.run(Path.of("/"), nobody, "--version").code() == 0, "another user cannot enter the checkout");

        Ended closed = program.run(Path.of("/"), nobody, "list");
        assertThat(closed.code()).isEqualTo(3);
        assertThat(closed.err())
                .contains("this belongs to another user (found user 0")
                .hasLineCount(1);

        // Even where somebody gave the folder away, the socket is its owner's
        Files.setAttribute(program.run(), "unix:uid", 65534);
        Ended open = program.run(Path.of("/"), nobody, "list");
        assertThat(open.code()).isEqualTo(3);
        assertThat(open.err()).contains("cannot connect: Permission denied").hasLineCount(1);
    }

    @Test
    void systemdUnderstandsTheUnit() throws Exception {
        assumeTrue(new File("/usr/bin/systemd-analyze").canExecute(), "needs systemd-analyze of systemd");
        Path home = Path.of(System.getProperty("distribution")).toRealPath();
        Path unit = work.resolve("cloister.service");
        String text = Files.readString(home.resolve("systemd").resolve("cloister.service"));
        assertThat(text).contains("ExecStart=/opt/cloister/bin/cloister serve");
        Files.writeString(unit, text.replace("/opt/cloister", home.toString()));

        Process verify = new ProcessBuilder("/usr/bin/systemd-analyze", "verify", unit.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(verify.inputReader().lines()).isEmpty();
        assertThat(verify.waitFor()).isZero();
    }

    @Test
    void aConsoleHasASocketToo() throws Exception {
        platform.toHandle().destroy();
        platform.waitFor();
        platform = program.process(List.of(), "console").start();
        log = platform.errorReader();
        while (!log.readLine().contains("the platform runs")) {
            // What else it says is not asked for here
        }
        program.run(LAUNCH);
        try (var in = platform.outputWriter()) {
            in.write("cloister:list\nexit 0\n");
        }
        assertThat(platform.inputReader().lines().toList()).anyMatch(line -> line.contains("g1  sev-snp  running"));
        assertThat(platform.waitFor()).isZero();
        assertThat(log.lines()).contains("cloister: the platform ends", "stopped  g1");
        assertThat(program.socket()).doesNotExist();
    }
}
