// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.operate.BackendSwap;
import org.cloister.cli.testing.FakeDoctor;
import org.cloister.cli.testing.FakeKeeper;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code backends}, {@code swap} and {@code doctor}. */
class BackendCommandsTest {
    private static final byte[] BUNDLE = {'P', 'K', 3, 4};

    @TempDir
    Path folder;

    private final FakeKeeper keeper = new FakeKeeper();
    private final Terminal terminal = new Terminal().keeper(keeper).doctor(new FakeDoctor());

    @Test
    void backendsAreATableWithItsHead() {
        assertThat(terminal.run("backends")).isZero();
        assertThat(terminal.out()).isEqualTo("""
            TYPE     NAME              VERSION  BUNDLE  RANKING  ROLE     CALLS  GUESTS
            sev-snp  org.example.snp   2.0.0    31      1        current  0
            sev-snp  org.cloister.snp  0.1.0    12      0        pinned   2      g1 g2
            bundle 31 was swapped in: SHA-256 %s, signed by CN=example (certificate with SHA-256 %s)
            """.formatted("5a".repeat(32), "c1".repeat(32)));
    }

    @Test
    void backendsAsJson() {
        assertThat(terminal.run("backends", "-o", "json")).isZero();
        assertThat(JsonKeys.ofFirst(JsonKeys.document(terminal.out()).get("backends")))
                .containsExactly(
                        "type", "name", "version", "bundle", "ranking", "role", "schema", "calls", "guests", "sha256",
                        "signers");
    }

    @Test
    void aSwapIsAskedForAsItIsTyped() throws Exception {
        Files.write(folder.resolve("new.jar"), BUNDLE);

        int code = terminal.folder(folder)
                .run(
                        "swap",
                        "sev-snp",
                        "new.jar",
                        "--no-canary",
                        "--accept",
                        "digest,plan",
                        "--accept",
                        "x",
                        "--drain",
                        "3s");

        assertThat(code).as(terminal.err()).isZero();
        assertThat(keeper.bundle).isEqualTo(Bytes.of(BUNDLE));
        assertThat(keeper.swap.type().name()).isEqualTo("sev-snp");
        assertThat(keeper.swap.canary()).isFalse();
        assertThat(keeper.swap.accepted()).containsExactlyInAnyOrder("digest", "plan", "x");
        assertThat(keeper.swap.drain()).isEqualTo(Duration.ofSeconds(3));
        assertThat(keeper.limits.deadline()).isEmpty();
        // A copy of the platform's own, gone by now
        assertThat(keeper.swap.bundle()).isAbsolute().doesNotExist();
        assertThat(keeper.swap.bundle().getParent()).doesNotExist();
    }

    @Test
    void aSwapHasItsUsualCourseUnlessItIsToldOtherwise() {
        assertThat(terminal.in(BUNDLE).run("swap", "sev-snp", "-", "--timeout", "5m"))
                .isZero();

        assertThat(keeper.bundle).isEqualTo(Bytes.of(BUNDLE));
        assertThat(keeper.swap.canary()).isTrue();
        assertThat(keeper.swap.accepted()).isEmpty();
        assertThat(keeper.swap.drain()).isEqualTo(BackendSwap.DRAIN);
        assertThat(keeper.limits.deadline()).isPresent();
    }

    @Test
    void whatIsWrongWithTheCopyIsSaidOfTheFileThatWasNamed() throws IOException {
        Files.write(folder.resolve("new.jar"), BUNDLE);
        keeper.refusal = bundle -> Problem.input("swap.no-bundle", "this file is not a bundle")
                .at(bundle.toString())
                .exception();

        assertThat(terminal.folder(folder).run("swap", "sev-snp", "new.jar")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("cloister: new.jar: this file is not a bundle\n");
        assertThat(keeper.swap.bundle().getParent()).doesNotExist();
    }

    @Test
    void aSwapTellsWhatItDid() {
        terminal.in(BUNDLE).run("swap", "sev-snp", "-");

        assertThat(terminal.out()).isEqualTo("""
            type  sev-snp
            from  org.cloister.snp 0.1.0, bundle 12, pinned: stays for guests that the new one does not adopt
            to    org.example.snp 2.0.0, bundle 31
            file  SHA-256 %s, signed by CN=example (certificate with SHA-256 %s)
            steps
              canary  1.5 ms
            """.formatted("5a".repeat(32), "c1".repeat(32)));
        assertThat(terminal.err()).isEqualTo("note: accepted: digest\n");
    }

    @Test
    void aSwapAsJson() {
        terminal.in(BUNDLE).run("swap", "sev-snp", "-", "-o", "json");

        JsonObject swap = JsonKeys.document(terminal.out());
        assertThat(swap.keySet()).containsExactly("from", "to", "pinned", "steps", "notes");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aSwapThatFailsSaysWhyAndLeavesNoCopy() {
        keeper.failure = Problem.operation("swap.digest", "old and new measure differently")
                .remedy("when that is intended, --accept digest")
                .exception();

        assertThat(terminal.in(BUNDLE).run("swap", "sev-snp", "-")).isEqualTo(1);
        assertThat(terminal.err()).contains("--accept digest").hasLineCount(1);
        assertThat(keeper.swap.bundle()).doesNotExist();
    }

    @Test
    void aSwapIsCancelledWithItsCommand() {
        terminal.cancellation.cancel();

        assertThat(terminal.in(BUNDLE).run("swap", "sev-snp", "-")).isEqualTo(1);
        assertThat(terminal.err()).contains("cancelled");
    }

    @Test
    void aBundleThatIsNotThereIsNamed() {
        assertThat(terminal.folder(folder).run("swap", "sev-snp", "nix.jar")).isEqualTo(2);
        assertThat(terminal.err()).contains("nix.jar: there is no such file");
    }

    @Test
    void theDoctorTellsTheWayToTheFirstCause() {
        assertThat(terminal.run("doctor", "--all")).isEqualTo(1);
        assertThat(terminal.out()).isEqualTo("""
            CRITICAL  sev-es             not there: its bundle is stopped
                  because no service brings sev-es
                  because org.cloister.seves is stopped
                  → start the bundle org.cloister.seves
            WARN      platform kvm       no /dev/kvm
                  because no /dev/kvm
                  → load the module
            OK        softsev            emulated platform
            OK        guest type sev     can be launched
            OK        guest type sevsnp  can be launched
            """);
    }

    @Test
    void theDoctorTellsOfWhatIsWellInOneLine() {
        assertThat(terminal.run("doctor")).isEqualTo(1);
        assertThat(terminal.out().lines())
                .hasSize(8)
                .last()
                .isEqualTo("OK        well          1 part, 2 guest types; --all tells each");
    }

    @Test
    void theDoctorTellsOfOneType() {
        assertThat(terminal.run("doctor", "sev-snp")).isZero();
        assertThat(terminal.out()).isEqualTo("OK  softsev  emulated platform\n");
        assertThat(terminal.run("doctor", "sev-es")).isEqualTo(1);
    }

    @Test
    void whatNothingNeedsEndsWithZero() {
        assertThat(terminal.run("doctor", "kvm")).isZero();
        assertThat(terminal.out()).startsWith("WARN  platform kvm  no /dev/kvm\n");
    }

    @Test
    void theDoctorAsJson() {
        assertThat(terminal.run("doctor", "-o", "json")).isEqualTo(1);
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.keySet()).containsExactly("healthy", "findings");
        assertThat(JsonKeys.ofFirst(json.get("findings")))
                .containsExactly("subject", "level", "healthy", "summary", "chain", "remedy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "info g1", "stop --all", "backends", "swap sev-snp -", "doctor"})
    void withoutTheServiceItsBundleIsNamed(String line) {
        Terminal bare = new Terminal().in(BUNDLE);

        assertThat(bare.run(line.split(" "))).isEqualTo(3);
        assertThat(bare.err()).contains("org.cloister.core").hasLineCount(1);
    }
}
