// SPDX-License-Identifier: Apache-2.0
package org.cloister.kar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of the feature in one Karaf, which has nothing but the folder that the build leaves: in this order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KarafIT {
    private static final Path REPOSITORY = Path.of(System.getProperty("repository", "."));
    private static final Path WORK = Path.of(System.getProperty("work", "."));
    private static final String VERSION = System.getProperty("version");
    private static final int SWAPS = Integer.getInteger("swaps", 3);
    private static final int LAUNCHES = 4;
    private static final int CLIENTS = 3;
    private static final String LAUNCH = "cloister:launch --type sev-snp --platform emulated";
    /** Of a guest without firmware options, as README.md has it. */
    private static final String DIGEST =
            "b752c95386a86ae645e7465453fd65ecd9e2c7af6e55c84b7f76d6014154b17c037bdfefb563668dc6d456a86003f0e1";

    private static Karaf karaf;

    @BeforeAll
    static void start() throws Exception {
        karaf = Karaf.start(WORK.resolve("karaf"), REPOSITORY);
    }

    @AfterAll
    static void stop() throws Exception {
        if (karaf != null) {
            karaf.close();
        }
    }

    private static Path jar(String artifact) {
        return REPOSITORY
                .resolve("org/cloister")
                .resolve(artifact)
                .resolve(VERSION)
                .resolve(artifact + "-" + VERSION + ".jar");
    }

    private static String newer(String version) throws Exception {
        return NewerJar.of(jar("org.cloister.snp"), version, WORK.resolve("snp-" + version + ".jar"))
                .toAbsolutePath()
                .toString();
    }

    private static void launches() throws Exception {
        assertThat(karaf.run(LAUNCH).done().text()).contains(DIGEST, "EMULATED: this guest is on a platform");
    }

    /** The version that serves. */
    private static String serving() throws Exception {
        return karaf.run("cloister:backends")
                .done()
                .text()
                .lines()
                .filter(line -> line.startsWith("sev-snp") && line.contains("current"))
                .map(line -> line.split(" +")[2])
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void installsFromTheFolderAlone() throws Exception {
        karaf.run("feature:repo-add mvn:org.cloister/cloister-karaf/" + VERSION + "/xml/features")
                .done();
        assertThat(karaf.run("feature:install -r cloister").done().text()).doesNotContain("Error");
        launches();
    }

    @Test
    @Order(2)
    void saysWhatWentWrongAndEndsWithAStatus() throws Exception {
        Karaf.Answer noHardware = karaf.run("cloister:launch --type sev-snp");
        assertThat(noHardware.code()).isEqualTo(1);
        assertThat(noHardware.text()).contains("nothing here can launch this guest", "ended with 3");
        assertThat(noHardware.text()).doesNotContain("\tat ");
        Karaf.Answer noNumber = karaf.run("cloister:launch --vcpus x", "cloister:list");
        assertThat(noNumber.code()).isEqualTo(1);
        assertThat(noNumber.text()).contains("--vcpus", "ended with 2").doesNotContain("PLATFORM");
        assertThat(karaf.run("cloister:stop null").text()).contains("no such guest (found null");
        assertThat(Files.readString(karaf.file("data/log/karaf.log"))).doesNotContain("CommandException");
    }

    @Test
    @Order(3)
    void helpsWithEachCommand() throws Exception {
        assertThat(karaf.run("cloister:launch --help").done().text()).contains("Usage: cloister launch");
        // The shell of a client is not flushed behind this one
        assertThat(karaf.run("*:help cloister:swap", "cloister:list").done().text())
                .contains("Usage: cloister swap");
        assertThat(karaf.run("cloister:help cloister:stop").done().text()).contains("Usage: cloister stop");
        assertThat(karaf.run("cloister:help").done().text()).contains("Usage: cloister");
        assertThat(karaf.run("*:help cloister", "cloister:list").done().text())
                .containsPattern("cloister:help +\\| Shows how a command")
                .containsPattern("cloister:swap +\\| Replaces the backend");
    }

    @Test
    @Order(4)
    void letsViewersLookAndDoNothingElse() throws Exception {
        karaf.as("looker", "cloister:list", "cloister:backends", "cloister:help", "cloister:config show")
                .done();
        for (String look : List.of("doctor sev-snp", "probe -o json", "probe sev-snp")) {
            assertThat(karaf.as("looker", "cloister:" + look).text())
                    .doesNotContain("Insufficient", "Command not found");
        }
        for (String act : List.of("launch", "swap sev-snp x.jar", "stop --all", "show x")) {
            assertThat(karaf.as("looker", "cloister:" + act).text()).contains("Command not found");
        }
        String file = WORK.resolve("capture.zip").toAbsolutePath().toString();
        for (String write : List.of("probe --capture " + file, "probe --capture=" + file, "config check " + file)) {
            assertThat(karaf.as("looker", "cloister:" + write).text()).contains("Insufficient credentials");
        }
        assertThat(Path.of(file)).doesNotExist();
        assertThat(karaf.as("warden", "cloister:stop --all").code()).isZero();
        assertThat(karaf.as("warden", "cloister:launch").text()).contains("Command not found");
    }

    @Test
    @Order(5)
    void swapsUnderLoad() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Karaf.Answer>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String[] launches = new String[SWAPS * LAUNCHES];
                Arrays.fill(launches, LAUNCH);
                answers.add(clients.submit(() -> karaf.run(launches)));
            }
            String[] swaps = new String[SWAPS];
            for (int i = 0; i < SWAPS; i++) {
                swaps[i] = "cloister:swap sev-snp " + newer("9.0." + i);
            }
            karaf.run(swaps).done();
            for (Future<Karaf.Answer> answer : answers) {
                String text = answer.get().done().text();
                assertThat(Pattern.compile(DIGEST).matcher(text).results()).hasSize(SWAPS * LAUNCHES);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(serving()).isEqualTo("9.0." + (SWAPS - 1));
    }

    /** The feature service installs what it lacks, so the replaced backend too: it stands by. */
    @Test
    @Order(6)
    void aSwapOutlivesAnotherFeatureAndARestart() throws Exception {
        String swapped = serving();
        Path other = Files.writeString(WORK.resolve("other.xml"), """
                <features name="other" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
                    <feature name="other" version="1.0.0"/>
                </features>
                """);
        karaf.run("feature:repo-add file:" + other.toAbsolutePath(), "feature:install -r other")
                .done();
        assertThat(serving()).isEqualTo(swapped);
        karaf.restart();
        assertThat(serving()).isEqualTo(swapped);
        launches();
    }

    @Test
    @Order(7)
    void takesAnUpdate() throws Exception {
        Path features = REPOSITORY.resolve(
                "org/cloister/cloister-karaf/" + VERSION + "/cloister-karaf-" + VERSION + "-features.xml");
        String text = Files.readString(features)
                .replace("name=\"cloister\" version=\"" + VERSION + "\"", "name=\"cloister\" version=\"0.2.0\"")
                .replace("mvn:org.cloister/org.cloister.snp/" + VERSION, "file:" + newer("0.2.0"));
        assertThat(text).contains("0.2.0.jar");
        Path update = Files.writeString(WORK.resolve("update.xml"), text);
        karaf.run("feature:repo-add file:" + update.toAbsolutePath(), "feature:install -r -u cloister/0.2.0")
                .done();
        assertThat(karaf.run("bundle:list -t 0").text()).containsPattern("0\\.2\\.0 +\\| Cloister SEV-SNP");
        launches();
    }

    @Test
    @Order(8)
    void leavesNothingBehind() throws Exception {
        karaf.run("feature:uninstall -r -c cloister/0.2.0").done();
        assertThat(karaf.run("bundle:list -t 0").text()).doesNotContain("Cloister", "picocli", "Gson");
        assertThat(karaf.file("etc/org.apache.karaf.command.acl.cloister.cfg")).doesNotExist();
        assertThat(karaf.run(LAUNCH).text()).contains("Command not found");
    }

    @Test
    @Order(9)
    void installsFromTheArchive() throws Exception {
        Files.copy(Path.of(System.getProperty("archive")), karaf.file("deploy/cloister.kar"));
        karaf.await("cloister:list");
        launches();
    }
}
