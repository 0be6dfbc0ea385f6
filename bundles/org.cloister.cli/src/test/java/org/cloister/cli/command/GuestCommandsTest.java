// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.platform.Executor;
import org.cloister.cli.report.ExecutionLog;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;

/** {@code list}, {@code info}, {@code stop}, and launches whose guests stay. */
class GuestCommandsTest {
    private static final String[] KEPT = {"launch", "--connect", "--platform", "emulated"};

    private final FakeLauncher launcher = new FakeLauncher();
    private final ExecutionLog executions = new ExecutionLog();

    @Test
    void aGuestStaysWhenThatIsAskedForAndIsClosedOtherwise() {
        assertThat(terminal().run("launch", "--platform", "emulated")).isZero();
        assertThat(terminal().run(KEPT)).isZero();

        assertThat(launcher.ended).containsExactly("g1");
        assertThat(launcher.guests())
                .singleElement()
                .satisfies(guest -> assertThat(guest.id()).isEqualTo("g2"));
    }

    @Test
    void aCancelledLaunchLeavesNoGuest() {
        Terminal terminal = terminal();
        launcher.launched = terminal.cancellation::cancel;

        terminal.run(KEPT);

        assertThat(launcher.ended).containsExactly("g1");
    }

    @Test
    void aLaunchWhoseRunFailsLeavesNoGuest() {
        assertThat(terminal().run("launch", "--connect", "--execute")).isEqualTo(3);

        assertThat(launcher.ended).containsExactly("g1");
    }

    @Test
    void listIsATableWithItsHead() {
        terminal().run(KEPT);
        launcher.executor = (console, limits) -> new Executor.End(Executor.Reason.HALTED, "");
        terminal().run("launch", "--connect", "--execute");
        Terminal terminal = terminal();

        assertThat(terminal.run("list")).isZero();
        assertThat(terminal.out()).isEqualTo("""
                ID  TYPE     STATE    PLATFORM  TRUST     EXECUTION
                g1  sev-snp  running  softsev   EMULATED  none
                g2  sev-snp  running  softsev   HARDWARE  halted
                """);
    }

    @Test
    void aGuestThatWasStoppedIsRunOn() {
        launcher.executor = (console, limits) -> new Executor.End(Executor.Reason.STOPPED, "its minute is over");
        assertThat(terminal().run("launch", "--connect")).isZero();
        Terminal stopped = terminal();
        assertThat(stopped.run("resume", "g1", "--execute")).isEqualTo(1);
        assertThat(stopped.err()).contains("its minute is over");
        Terminal json = terminal();
        json.run("resume", "g1", "--execute", "-o", "json");
        assertThat(json.out()).contains("\"ended\": \"stopped\"", "\"console\": \"\"");
        // Without --execute only a held guest is resumed
        assertThat(terminal().run("resume", "g1")).isEqualTo(1);
    }

    @Test
    void aGuestThatIsExecutedIsNotRunTwice() {
        launcher.executor = (console, limits) -> {
            Terminal second = terminal();
            assertThat(second.run("resume", "g1", "--execute")).isEqualTo(1);
            assertThat(second.err()).contains("executed");
            return new Executor.End(Executor.Reason.HALTED, "");
        };
        assertThat(terminal().run("launch", "--connect", "--execute")).isZero();
        assertThat(terminal().run("list")).isZero();
    }

    @Test
    void listAsJson() {
        terminal().run(KEPT);
        Terminal terminal = terminal();

        assertThat(terminal.run("list", "-o", "json")).isZero();
        JsonArray guests = JsonKeys.document(terminal.out()).getAsJsonArray("guests");
        assertThat(JsonKeys.ofFirst(guests)).containsExactly("id", "type", "state", "platform", "trust", "execution");
        assertThat(terminal().run("list")).isZero();
    }

    @Test
    void guestsThatEndedWithTheirPlatformAreListedWithTheReason() {
        Problem why = Problem.host("platform.gone", "the guest ended with its platform")
                .at("guest g7")
                .remedy("launch it anew");
        launcher.lost.add(new EndedGuest(
                "g7", new GuestType("sev-snp"), "softsev", Trust.EMULATED, why, Instant.parse("2026-01-02T03:04:05Z")));
        Terminal list = terminal();
        list.run("list");
        assertThat(list.out()).isEqualTo("""
                ID  TYPE  STATE  PLATFORM  TRUST  EXECUTION
                ended
                  2026-01-02T03:04:05Z  sev-snp  guest g7: the guest ended with its platform; launch it anew
                """);
        Terminal json = terminal();
        json.run("list", "-o", "json");
        JsonArray ended = JsonKeys.document(json.out()).getAsJsonArray("ended");
        assertThat(JsonKeys.ofFirst(ended))
                .containsExactly("id", "type", "platform", "trust", "code", "reason", "time");
        for (String command : new String[] {"info", "stop", "reset"}) {
            Terminal asked = terminal();
            assertThat(asked.run(command, "g7")).isEqualTo(3);
            assertThat(asked.err()).contains("guest g7: the guest ended with its platform");
        }
    }

    @Test
    void infoTellsWhatTheLaunchTold() {
        Terminal launch = terminal();
        launch.run(KEPT);
        Terminal info = terminal();

        assertThat(info.run("info", "g1")).isZero();
        assertThat(info.out()).isEqualTo(launch.out());
    }

    @Test
    void infoAsJson() {
        terminal().run(KEPT);
        Terminal terminal = terminal();

        assertThat(terminal.run("info", "g1", "-o", "json")).isZero();
        JsonObject info = JsonKeys.document(terminal.out());
        assertThat(info.keySet()).contains("guest", "platform", "measurement", "policy", "steps");
        assertThat(info.getAsJsonObject("guest").get("id").getAsString()).isEqualTo("g1");
    }

    @Test
    void stopEndsTheGuestsThatAreNamed() {
        launch(3);
        Terminal terminal = terminal();

        assertThat(terminal.run("stop", "g1", "g3", "g1")).isZero();
        assertThat(terminal.out()).isEqualTo("stopped  g1\nstopped  g3\n");
        assertThat(launcher.ended).containsExactly("g1", "g3");
    }

    @Test
    void stopEndsNoneWhenOneIsNotThere() {
        launch(1);
        Terminal terminal = terminal();

        assertThat(terminal.run("stop", "g1", "g7")).isEqualTo(2);
        assertThat(terminal.err()).contains("found g7, expected g1");
        assertThat(launcher.ended).isEmpty();
    }

    @Test
    void stopAllEndsTheNewestFirst() {
        launch(3);
        Terminal terminal = terminal();

        assertThat(terminal.run("stop", "--all", "-o", "json")).isZero();
        assertThat(JsonKeys.document(terminal.out()).getAsJsonArray("stopped")).hasSize(3);
        assertThat(launcher.ended).containsExactly("g3", "g2", "g1");
        assertThat(terminal().run("stop", "--all")).isZero();
    }

    private void launch(int count) {
        for (int i = 0; i < count; i++) {
            terminal().run(KEPT);
        }
    }

    private Terminal terminal() {
        return new Terminal().launcher(launcher).executions(executions);
    }
}
