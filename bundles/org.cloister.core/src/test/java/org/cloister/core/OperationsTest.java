// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be asked of a launched guest beyond its launch: by types that can, and by those that cannot. */
class OperationsTest {
    private static final Bytes HEADER = Bytes.ofHex("01");
    private static final Bytes PAYLOAD = Bytes.ofHex("02");

    private final TestBed bed = TestBed.bare();
    private RuntimeException refusal;

    @Test
    void platformAndSettingsAreThoseOfTheLaunch() {
        bed.install(bed.platform);
        bed.install(new SnpGuestSupport(), 0);
        Guest guest = launch(Map.of("policy", "0x30000", "vcek-disabled", "on"));
        guest.close();
        assertThat(guest.properties()).isEqualTo(Map.of("policy", "0x30000", "vcek-disabled", "on"));
        assertThat(guest.platform()).isEqualTo(bed.platform.facts());
    }

    @Test
    void aTypeThatCannotSaysSoAndTheGuestGoesOn() {
        bed.install(bed.platform);
        bed.install(new SnpGuestSupport(), 0);
        try (Guest guest = launch(Map.of())) {
            missing(() -> guest.attestationReport(HEADER, Limits.NONE));
            missing(() -> guest.injectSecret(HEADER, PAYLOAD, OptionalLong.empty(), Limits.NONE));
            assertThat(guest.state()).isEqualTo(GuestState.PAUSED);
            guest.proceed(Limits.NONE);
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        }
    }

    @Test
    void aTypeThatCanIsAsked() {
        bed.install(bed.platform);
        bed.install(new Able(), 0);
        try (Guest guest = launch(Map.of())) {
            assertThat(guest.attestationReport(HEADER, Limits.NONE)).isEqualTo(HEADER);
            assertThat(guest.debugRead(0x1000, 3, Limits.NONE).hex()).isEqualTo("000000");
            guest.debugWrite(0x1000, PAYLOAD, Limits.NONE);
            assertThat(guest.debugRead(0x1000, 1, Limits.NONE)).isEqualTo(PAYLOAD);
            guest.injectSecret(HEADER, PAYLOAD, OptionalLong.of(0x2000), Limits.NONE);
            assertThat(guest.memory().hostView().read(0x2000, 1)).isEqualTo(PAYLOAD);
            assertThat(guest.state()).isEqualTo(GuestState.PAUSED);
        }
    }

    @ParameterizedTest
    @EnumSource(Problem.Kind.class)
    void aSecretThatIsRefusedLeavesTheGuestPausedAndOneWithoutAnAnswerEndsIt(Problem.Kind kind) {
        boolean answered = Set.of(Problem.Kind.INPUT, Problem.Kind.HOST, Problem.Kind.OPERATION)
                .contains(kind);
        bed.install(bed.platform);
        bed.install(new Able(), 0);
        try (Guest guest = launch(Map.of())) {
            refusal = Problem.operation("test.refused", "LAUNCH_SECRET was refused")
                    .as(kind)
                    .exception();
            assertThatThrownBy(() -> guest.injectSecret(HEADER, PAYLOAD, OptionalLong.empty(), Limits.NONE))
                    .isSameAs(refusal);
            assertThat(guest.state()).isEqualTo(answered ? GuestState.PAUSED : GuestState.CLOSED);
            if (answered) {
                refusal = null;
                guest.injectSecret(HEADER, PAYLOAD, OptionalLong.of(0x2000), Limits.NONE);
                guest.proceed(Limits.NONE);
                assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            }
        }
        assertThat(bed.usage().machines()).isZero();
        assertThat(bed.usage().pages()).isZero();
    }

    private static void missing(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("capability.missing"));
    }

    private Guest launch(Map<String, String> properties) {
        LaunchRequest request = new LaunchRequest(
                new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, TestBed.guest(1, properties), true);
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    /** A backend with everything that a host can ask for. */
    private final class Able extends Tampered implements SecretInjection, HostAttestation, DebugAccess {
        Able() {
            super(new SnpGuestSupport());
        }

        @Override
        public LaunchContext injectSecret(
                LaunchContext context, Bytes header, Bytes payload, OptionalLong gpa, Machine machine) {
            if (refusal != null) {
                throw refusal;
            }
            machine.memory().hostView().write(gpa.orElseThrow(), payload);
            return context;
        }

        @Override
        public Bytes report(LaunchContext context, Bytes nonce, Machine machine) {
            return nonce;
        }

        @Override
        public Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine) {
            return machine.memory().guestView().read(gpa, length);
        }

        @Override
        public void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine) {
            machine.memory().guestView().write(gpa, plaintext);
        }
    }
}
