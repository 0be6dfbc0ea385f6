// SPDX-License-Identifier: Apache-2.0
package org.cloister.seves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEV-ES, and with it what SEV does in the same way. */
class SevEsGuestSupportTest {
    private static final Bytes NONCE = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

    private static Problem refused(ThrowingCallable call) {
        return catchThrowableOfType(CloisterException.class, call).problem();
    }

    @ParameterizedTest
    @CsvSource({"init2,INIT2", "legacy,ES_INIT"})
    void commandsHaveTheirOrder(String profile, String init) {
        try (TestMachine machine = new TestMachine(Map.of("profile", profile))) {
            machine.running();
            assertThat(machine.commands.toString())
                    .isEqualTo(init
                            + " LAUNCH_START LAUNCH_UPDATE_DATA LAUNCH_UPDATE_VMSA LAUNCH_MEASURE LAUNCH_MEASURE"
                            + " LAUNCH_FINISH ");
        }
    }

    @Test
    void measurementIsTheFirmwaresAndMadeOnce() {
        try (TestMachine machine = new TestMachine(Map.of())) {
            Outcome<Measurement> first = machine.support.measure(machine.updated(), machine);
            assertThat(first.value().source()).isEqualTo(Measurement.Source.FIRMWARE);
            assertThat(first.value().nonce().orElseThrow().length()).isEqualTo(16);
            LaunchContext finished = machine.support.finish(first.context(), machine);
            assertThat(machine.support.measure(finished, machine).value()).isEqualTo(first.value());
            assertThat(machine.support.expect(machine.plan)).isEmpty();
        }
    }

    @Test
    void statesGoByQemusWords() {
        try (TestMachine machine = new TestMachine(Map.of())) {
            LaunchContext first = machine.support.init(machine.request, machine.plan, machine);
            assertThat(machine.support.status(first, machine).state()).isEqualTo("uninit");
            LaunchContext started = machine.support.start(first, machine);
            assertThat(machine.support.status(started, machine).state()).isEqualTo("launch-update");
            LaunchContext measured = machine.support.measure(started, machine).context();
            assertThat(machine.support.status(measured, machine).state()).isEqualTo("launch-secret");
            assertThat(machine.support.status(measured, machine).ready()).isFalse();
            LaunchContext finished = machine.support.finish(measured, machine);
            assertThat(machine.support.status(finished, machine).state()).isEqualTo("running");
            assertThat(machine.support.status(finished, machine).ready()).isTrue();
        }
    }

    @Test
    void guestThatTheFirmwareSeesElsewhereIsNotReady() {
        try (TestMachine machine = new TestMachine(Map.of())) {
            LaunchContext updated = machine.updated();
            LaunchContext pretended = updated.with("state", new org.cloister.api.guest.ContextValue.Text("running"));
            assertThat(machine.support.status(pretended, machine).ready()).isFalse();
            assertThat(machine.support.status(pretended, machine).detail()).contains("firmware says");
        }
    }

    @Test
    void guestWithASharedPageOfItsLaunchIsNotReady() {
        try (TestMachine machine = new TestMachine(Map.of())) {
            LaunchContext running = machine.running();
            long gpa = machine.plan.ranges().get(0).gpa();
            machine.memory().turn(gpa, 4096, Visibility.SHARED, Turn.LAUNCH_UPDATE);
            assertThat(machine.support.status(running, machine).ready()).isFalse();
            machine.memory().turn(gpa, 4096, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
            machine.memory().turn(gpa, 4096, Visibility.SHARED, Turn.GUEST_PAGE_TABLE);
            assertThat(machine.support.status(running, machine).ready()).isTrue();
        }
    }

    @Test
    void debuggerReadsAndWritesWhereThePolicyAllowsIt() {
        try (TestMachine machine = new TestMachine(Map.of("debug", "on"))) {
            LaunchContext running = machine.running();
            long gpa = machine.plan.ranges().get(0).gpa() + 0x41;
            Bytes firmware = machine.request.firmware().content();
            assertThat(machine.support.debugRead(running, gpa, 33, machine)).isEqualTo(firmware.slice(0x41, 33));
            Bytes changed = Bytes.of("changed by a debugger".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            machine.support.debugWrite(running, gpa, changed, machine);
            assertThat(machine.memory().guestView().read(gpa, changed.length())).isEqualTo(changed);
            assertThat(machine.memory().hostView().read(gpa, changed.length())).isNotEqualTo(changed);
            assertThat(refused(() -> machine.support.debugRead(running, 1L << 40, 1, machine))
                            .code())
                    .isEqualTo("debug.range");
            assertThat(refused(() -> machine.support.debugRead(running, gpa, 0, machine))
                            .code())
                    .isEqualTo("debug.range");
        }
    }

    @Test
    void debuggerIsRefusedByThePolicy() {
        try (TestMachine machine = new TestMachine(Map.of("debug", "off"))) {
            LaunchContext running = machine.running();
            assertThat(refused(() -> machine.support.debugRead(running, 0, 16, machine))
                            .code())
                    .isEqualTo("debug.policy");
            assertThat(refused(() -> machine.support.debugWrite(running, 0, NONCE, machine))
                            .code())
                    .isEqualTo("debug.policy");
        }
    }

    @Test
    void hostGetsAReportOnTheLaunch() {
        try (TestMachine machine = new TestMachine(Map.of())) {
            LaunchContext running = machine.running();
            Bytes report = machine.support.report(running, NONCE, machine);
            assertThat(report.length()).isEqualTo(SevReport.SIZE);
            assertThat(report.slice(0, 16)).isEqualTo(NONCE);
            assertThat(refused(() -> machine.support.report(running, Bytes.EMPTY, machine))
                            .code())
                    .isEqualTo("report.nonce");
        }
    }

    @Test
    void resetIsTheSameRequest() {
        try (TestMachine machine = new TestMachine(Map.of("debug", "off", "profile", "legacy"))) {
            assertThat(machine.support.reset(machine.running())).isEqualTo(machine.request);
            assertThat(machine.plan.notes())
                    .anyMatch(note -> note.contains("no moment for a secret"))
                    .anyMatch(note -> note.contains("no session"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "51,16,secret.header",
        "52,0,secret.payload",
        "52,15,secret.payload",
        "52,16400,secret.payload",
        "52,4096,secret.area"
    })
    void secretsOfAnotherSizeAreRefused(int header, int payload, String code) {
        try (TestMachine machine = new TestMachine(Map.of())) {
            LaunchContext measured =
                    machine.support.measure(machine.updated(), machine).context();
            assertThat(refused(() -> machine.support.injectSecret(
                                    measured,
                                    Bytes.of(new byte[header]),
                                    Bytes.of(new byte[payload]),
                                    OptionalLong.empty(),
                                    machine))
                            .code())
                    .isEqualTo(code);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 64 << 20, -16, Long.MAX_VALUE})
    void secretsGoWhereThereIsMemory(long gpa) {
        try (TestMachine machine = new TestMachine(Map.of())) {
            LaunchContext measured =
                    machine.support.measure(machine.updated(), machine).context();
            assertThat(refused(() -> machine.support.injectSecret(
                                    measured,
                                    Bytes.of(new byte[52]),
                                    Bytes.of(new byte[16]),
                                    OptionalLong.of(gpa),
                                    machine))
                            .code())
                    .isEqualTo("secret.gpa");
        }
    }

    @Test
    void secretsBeforeTheMeasurementAreRefused() {
        try (TestMachine machine = new TestMachine(Map.of())) {
            LaunchContext updated = machine.updated();
            assertThat(refused(() -> machine.support.injectSecret(
                                    updated,
                                    Bytes.of(new byte[52]),
                                    Bytes.of(new byte[16]),
                                    OptionalLong.empty(),
                                    machine))
                            .code())
                    .isEqualTo("secret.state");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "policy,0x1,sev.property.contradiction",
        "smm,on,sev-es.restriction",
        "kernel-irqchip,off,sev-es.restriction"
    })
    void requestsThatCannotBeAreRefusedWithTheReason(String name, String value, String code) {
        Problem problem = refused(() -> new TestMachine(Map.of(name, value)));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.message()).contains(value);
    }

    @Test
    void legacyProfileHasNoFeatures() {
        assertThat(refused(() -> new TestMachine(Map.of("profile", "legacy", "guest-features", "0x20")))
                        .where())
                .isEqualTo("guest-features");
    }

    @Test
    void capabilitiesAreThoseOfTheType() {
        SevEsGuestSupport support = new SevEsGuestSupport();
        assertThat(support.capability(SecretInjection.class)).isPresent();
        assertThat(support.capability(DebugAccess.class)).isPresent();
        assertThat(support.capability(HostAttestation.class)).isPresent();
        assertThat(support.capability(GuestReset.class)).isPresent();
        assertThat(support.capability(GuestTransfer.class)).isPresent();
        assertThat(support.canAdopt(support.contextSchema())).isTrue();
        assertThat(support.canAdopt(new ContextSchema("org.cloister.sev", 1))).isFalse();
    }
}
