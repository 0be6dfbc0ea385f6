// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Guests between two platforms in processes of their own, and through files, by the commands as they are shipped. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(300)
class MovedGuestIT {
    private static final Pattern RECEIVER = Pattern.compile("\"pdh\": \"([0-9a-f]{64})\"");

    @TempDir
    Path work;

    private Program here;
    private Program there;
    private ServedPlatform source;
    private ServedPlatform target;

    @BeforeEach
    void serve() throws IOException {
        source = new ServedPlatform(work.resolve("here"));
        target = new ServedPlatform(work.resolve("there"));
        here = source.program();
        there = target.program();
    }

    @AfterEach
    void kill() throws InterruptedException {
        source.close();
        target.close();
    }

    private static Ended done(Ended ended) {
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended;
    }

    private void launch(String type, String... more) throws Exception {
        String[] words = {"launch", "--connect", "--platform", "emulated", "--type", type, "--vcpus", "2"};
        String[] all = Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
        done(here.run(all));
    }

    private Ended migrate(String id, String... more) throws Exception {
        String[] words = {"migrate", id, "--to", "unix:" + there.run()};
        return here.run(Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new));
    }

    @Test
    void aGuestGoesToAnotherPlatformAndIsNowhereElse() throws Exception {
        for (String type : List.of("sev", "sev-es")) {
            launch(type);
        }
        Ended moved = done(migrate("g1", "-o", "json"));
        assertThat(moved.out()).contains("\"state\": \"closed\"", "\"guest\": \"g1\"", "\"downtime\"", "\"bytes\"");
        done(migrate("g2"));

        assertThat(here.run("list", "-o", "json").out()).contains("\"guests\": []", "send.done");
        Ended gone = here.run("info", "g1");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err()).contains("the guest was sent away");
        assertThat(there.run("list").out()).contains("g1  sev     running", "g2  sev-es  running");
        assertThat(done(there.run("info", "g2", "-o", "json")).out()).contains("\"source\": \"sender\"");
        assertThat(here.run("launch", "--connect", "--platform", "emulated", "--type", "sev")
                        .code())
                .isZero();
    }

    @Test
    void onlyTheReceiverThatIsPinnedReceives() throws Exception {
        launch("sev");
        Ended refused = migrate("g1", "--receiver", "0".repeat(64));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("another platform than the wanted one");
        assertThat(here.run("list").out()).contains("g1  sev   running");
        assertThat(there.run("list", "-o", "json").out()).contains("\"guests\": []");
        Matcher shown = Pattern.compile("receiver {2}([0-9a-f]{64})").matcher(refused.err());
        assertThat(shown.find()).isTrue();
        Ended moved = done(migrate("g1", "--receiver", shown.group(1), "-o", "json"));
        Matcher receiver = RECEIVER.matcher(moved.out());
        assertThat(receiver.find()).isTrue();
        assertThat(receiver.group(1)).isEqualTo(shown.group(1));
    }

    @Test
    void whatPolicyForbidsDoesNotMove() throws Exception {
        launch("sev", "--policy", "nosend=on");
        launch("sev-snp");
        for (Ended refused : List.of(migrate("g1"), here.run("save", "g1", "file"))) {
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err()).contains("nosend (bit 3)");
        }
        Ended snp = migrate("g2");
        assertThat(snp.code()).isEqualTo(3);
        assertThat(snp.err()).contains("migration agent");
        assertThat(here.work().resolve("file")).doesNotExist();
        assertThat(here.run("list").out()).contains("g1  sev      running", "g2  sev-snp  running");
    }

    @Test
    void aGuestIsSavedAndRestored() throws Exception {
        launch("sev-es");
        done(here.run("save", "g1", "guest"));
        Path file = here.work().resolve("guest");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(here.run("save", "g1", "guest").code()).isEqualTo(1);
        Ended restored = done(here.run("restore", "guest"));
        assertThat(restored.out()).startsWith("restored     g2, sev-es, running");

        Ended again = here.run("restore", "guest");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("--again");
        done(here.run("restore", "guest", "--again"));
        // For another platform it is noise
        Ended elsewhere = there.run("restore", file.toString());
        assertThat(elsewhere.code()).isEqualTo(1);
        assertThat(there.run("list", "-o", "json").out()).contains("\"guests\": []");
    }

    @Test
    void aSnapshotForAnotherPlatformNeedsItsCertificatesAndAWord() throws Exception {
        launch("sev");
        done(there.run("platform", "export", "--platform", "emulated", "--connect", "--out", "certificates"));
        done(here.run(
                "save",
                "g1",
                "guest",
                "--keep",
                "--for",
                there.work().resolve("certificates").toString()));
        assertThat(here.run("list").out()).contains("g1  sev   running");
        String file = here.work().resolve("guest").toString();
        Ended twin = there.run("restore", file);
        assertThat(twin.code()).isEqualTo(1);
        assertThat(twin.err()).contains("a snapshot");
        done(there.run("restore", file, "--again"));
    }

    @Test
    void damageIsRefusedAndLeavesNothing() throws Exception {
        launch("sev");
        done(here.run("save", "g1", "guest"));
        Path file = here.work().resolve("guest");
        byte[] content = Files.readAllBytes(file);
        for (int at : new int[] {3, 40, content.length / 2, content.length - 1}) {
            byte[] damaged = content.clone();
            damaged[at] ^= 4;
            Files.write(file, damaged);
            assertThat(here.run("restore", "guest").code()).as("byte %s", at).isIn(1, 2);
        }
        Files.write(file, Arrays.copyOf(content, content.length + 1));
        assertThat(here.run("restore", "guest").code()).isEqualTo(2);
        assertThat(here.run("list", "-o", "json").out()).contains("\"guests\": []");
        Files.write(file, content);
        done(here.run("restore", "guest"));
    }
}
