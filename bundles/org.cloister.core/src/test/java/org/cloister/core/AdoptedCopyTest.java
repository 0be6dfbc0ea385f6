// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which calls commit what a backend has adopted: those that change the guest, and no question. */
class AdoptedCopyTest {
    private static final ContextSchema OWN = new SnpGuestSupport().contextSchema();
    private static final ContextSchema NEXT = new ContextSchema("com.example.next", 1);

    private final TestBed bed = TestBed.bare();
    private final ConfidentialGuestSupport own = new SnpGuestSupport();
    private final List<String> adopterDid = new ArrayList<>();

    /** What is done with a guest that an adopting backend has come to, and whether it commits. */
    private enum Call {
        STATUS(false, false, Guest::status),
        REPORT(false, false, Guest::report),
        INFO(false, false, Guest::toString),
        ATTEST(false, false, guest -> guest.attest(Bytes.of(new byte[64]), Limits.NONE)),
        DEBUG(false, false, guest -> guest.debugRead(0, 16, Limits.NONE)),
        HOST_REPORT(false, false, guest -> guest.attestationReport(Bytes.EMPTY, Limits.NONE)),
        STATUS_OF_PAUSED(true, false, Guest::status),
        SECRET(true, true, guest -> guest.injectSecret(Bytes.EMPTY, Bytes.EMPTY, OptionalLong.empty(), Limits.NONE)),
        FINISH(true, true, guest -> guest.proceed(Limits.NONE)),
        RESET(false, true, guest -> guest.reset(Limits.NONE));

        private final boolean paused;
        private final boolean commits;
        private final Consumer<Guest> call;

        Call(boolean paused, boolean commits, Consumer<Guest> call) {
            this.paused = paused;
            this.commits = commits;
            this.call = call;
        }

        void on(Guest guest) {
            call.accept(guest);
        }
    }

    /** Able to do whatever a type can, as one may be that is newer. */
    private final class Adopter extends Tampered
            implements SecretInjection, HostAttestation, GuestAttestation, DebugAccess, GuestReset {
        private final SnpGuestSupport real;

        Adopter() {
            this(new SnpGuestSupport());
        }

        private Adopter(SnpGuestSupport real) {
            super(real);
            this.real = real;
        }

        @Override
        public ContextSchema contextSchema() {
            return NEXT;
        }

        @Override
        public boolean canAdopt(ContextSchema schema) {
            return true;
        }

        @Override
        public LaunchContext adopt(LaunchContext context) {
            return context.under(NEXT).with("adopted", new ContextValue.Flag(true));
        }

        @Override
        void before(String operation, Machine machine) {
            adopterDid.add(operation);
        }

        @Override
        LaunchContext after(String operation, LaunchContext answer) {
            return answer.under(NEXT);
        }

        @Override
        public LaunchContext injectSecret(
                LaunchContext context, Bytes header, Bytes payload, OptionalLong gpa, Machine machine) {
            adopterDid.add("secret");
            return context;
        }

        @Override
        public Bytes report(LaunchContext context, Bytes nonce, Machine machine) {
            adopterDid.add("report");
            return Bytes.EMPTY;
        }

        @Override
        public Evidence attest(LaunchContext context, Bytes reportData, Machine machine) {
            adopterDid.add("attest");
            return new Evidence(Bytes.EMPTY, Bytes.EMPTY);
        }

        @Override
        public Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine) {
            adopterDid.add("read");
            return Bytes.EMPTY;
        }

        @Override
        public void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine) {}

        @Override
        public GuestRequest reset(LaunchContext context) {
            return real.reset(context);
        }
    }

    private static LaunchListener beginning(Consumer<String> step) {
        return new LaunchListener() {
            @Override
            public void begins(String name) {
                step.accept(name);
            }
        };
    }

    private LaunchedGuest launched(boolean paused) {
        bed.install(bed.platform);
        bed.install(own, 0);
        return (LaunchedGuest)
                bed.launcher.launch(paused ? TestBed.paused() : TestBed.request(), LaunchListener.SILENT, Limits.NONE);
    }

    private static ContextSchema schema(LaunchedGuest guest) {
        return guest.context().orElseThrow().schema();
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void questionsOrphanNobody(Call call) {
        LaunchedGuest guest = launched(call.paused);
        ConfidentialGuestSupport adopter = new Adopter();
        bed.install(adopter, 999);

        call.on(guest);
        assertThat(schema(guest)).isEqualTo(call.commits ? NEXT : OWN);
        guest.status();
        assertThat(adopterDid).contains("status");
        assertThat(schema(guest)).isEqualTo(call.commits ? NEXT : OWN);

        bed.uninstall(adopter);
        adopterDid.clear();
        if (call.commits) {
            assertThatThrownBy(guest::status)
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("backend.cannot-adopt"));
        } else {
            assertThat(guest.status().ready()).isEqualTo(!call.paused);
            if (call.paused) {
                guest.proceed(Limits.NONE);
                assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
                assertThat(schema(guest)).isEqualTo(OWN);
            }
        }
        assertThat(adopterDid).isEmpty();
        guest.close();
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().asids()).isZero();
    }

    /** The same within a launch: an adopter comes when a step begins, and is gone when the next one does. */
    @ParameterizedTest
    @CsvSource({"start, true", "update, true", "finish, true", "measure, false", "ready, false"})
    void aLaunchGoesOnThroughItsOwn(String step, boolean commits) {
        bed.install(bed.platform);
        bed.install(own, 0);
        ConfidentialGuestSupport adopter = new Adopter();
        LaunchListener visit = beginning(name -> {
            if (name.equals(step)) {
                bed.install(adopter, 999);
            } else {
                bed.uninstall(adopter);
            }
        });
        if (commits) {
            assertThatThrownBy(() -> bed.launcher.launch(TestBed.request(), visit, Limits.NONE))
                    .isInstanceOfSatisfying(
                            CloisterException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("backend.cannot-adopt"));
        } else {
            try (Guest guest = bed.launcher.launch(TestBed.request(), visit, Limits.NONE)) {
                bed.uninstall(adopter);
                assertThat(guest.status().ready()).isTrue();
                assertThat(schema((LaunchedGuest) guest)).isEqualTo(OWN);
            }
        }
        assertThat(adopterDid).isNotEmpty();
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().asids()).isZero();
    }

    /** What an adopter learned by a question it still knows at its next call, and nobody else. */
    @Test
    void theCopyIsOfItsSchemaAlone() {
        StoredContexts contexts = new StoredContexts();
        LaunchContext first = LaunchContext.empty(TestBed.SNP, OWN);
        LaunchContext adopted = first.under(NEXT);
        LaunchContext asked = adopted.with("asked", new ContextValue.Flag(true));
        contexts.commit(first);

        contexts.answered(asked);
        assertThat(contexts.committed()).isEqualTo(first);
        assertThat(contexts.latest(adopted)).isEqualTo(asked);
        assertThat(contexts.latest(first)).isEqualTo(first);

        contexts.answered(first);
        assertThat(contexts.latest(adopted))
                .as("an answer that changes nothing")
                .isEqualTo(asked);
        LaunchContext measured = first.with("measured", new ContextValue.Flag(true));
        contexts.answered(measured);
        assertThat(contexts.committed()).isEqualTo(measured);
        assertThat(contexts.latest(adopted)).as("older than what is committed").isEqualTo(adopted);

        contexts.answered(asked);
        contexts.commit(asked);
        assertThat(contexts.committed()).isEqualTo(asked);
        contexts.clear();
        assertThat(contexts.committed()).isNull();
        assertThat(contexts.latest(adopted)).isEqualTo(adopted);
    }
}
