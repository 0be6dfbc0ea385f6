// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.cloister.amd.session.OwnerSession;
import org.cloister.amd.session.TransportPacket;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Step;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reset is a new launch of the same guest in a new machine, with the same digest, or no guest at all. */
@Timeout(120)
class ResetTest {
    private static final long SHARED = 0x100000;

    private final TestBed bed = TestBed.complete();
    private final List<String> heard = new ArrayList<>();

    private final PlatformListener listener = new PlatformListener() {
        @Override
        public void launched(GuestInfo guest, long micros) {
            heard.add("launched " + guest.id());
        }

        @Override
        public void measured(GuestInfo guest, Measurement measurement) {
            heard.add("measured " + guest.id());
        }

        @Override
        public void reset(GuestInfo guest, long micros) {
            heard.add("reset " + guest.id());
        }

        @Override
        public void failed(LaunchFailure failure) {
            heard.add("failed " + failure.problem().code());
        }
    };

    private Guest launch(TestBed in, LaunchRequest request) {
        return in.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    private static Problem refusal(Guest guest) {
        return catchThrowableOfType(CloisterException.class, () -> guest.reset(Limits.NONE))
                .problem();
    }

    private static Bytes digest(Guest guest) {
        return guest.report().measurement().orElseThrow().value();
    }

    private void assertNothingLeft(TestBed in) {
        assertThat(in.launcher.guests()).isEmpty();
        assertThat(in.usage().machines()).isZero();
        assertThat(in.usage().asids()).isZero();
        assertThat(in.usage().pages()).isZero();
    }

    @Test
    void aRunningGuestRunsAgainInANewMachine() {
        bed.install(listener);
        try (Guest guest = launch(bed, TestBed.request())) {
            String id = guest.id();
            Bytes digest = digest(guest);
            guest.memory().hostView().write(SHARED, Bytes.of(new byte[] {1, 2, 3}));
            heard.clear();
            guest.reset(Limits.NONE);
            assertThat(guest.id()).isEqualTo(id);
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.status().ready()).isTrue();
            assertThat(digest(guest)).isEqualTo(digest);
            assertThat(guest.memory().hostView().read(SHARED, 3).isZero()).isTrue();
            assertThat(guest.report().steps().stream().map(Step::name))
                    .containsExactly("machine", "init", "start", "update", "finish", "measure", "ready");
            assertThat(bed.launcher.guests()).containsExactly(guest);
            assertThat(bed.usage().machines()).isEqualTo(1);
            assertThat(heard).containsExactly("measured " + id, "reset " + id);
        }
        assertNothingLeft(bed);
    }

    @Test
    void aPausedGuestIsPausedAgain() {
        try (Guest guest = launch(bed, TestBed.paused())) {
            Bytes digest = digest(guest);
            guest.reset(Limits.NONE);
            assertThat(guest.state()).isEqualTo(GuestState.PAUSED);
            guest.proceed(Limits.NONE);
            guest.reset(Limits.NONE);
            guest.reset(Limits.NONE);
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(digest(guest)).isEqualTo(digest);
        }
        assertNothingLeft(bed);
    }

    @Test
    void aClosedGuestStaysClosed() {
        Guest guest = launch(bed, TestBed.request());
        guest.close();
        assertThat(refusal(guest).code()).isEqualTo("guest.closed");
        assertNothingLeft(bed);
    }

    @Test
    void aCancelledResetThatHasNotBegunLeavesTheGuest() {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        try (Guest guest = launch(bed, TestBed.request())) {
            catchThrowableOfType(CloisterException.class, () -> guest.reset(Limits.of(cancelled)));
            assertThat(guest.status().ready()).isTrue();
        }
    }

    /** The owner's session goes in again; the measurement has another nonce, and is verified with the same keys. */
    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void legacyTypesAreMeasuredForTheirOwnerAgain(String type) {
        OwnerBench bench = new OwnerBench(type);
        try (OwnerSession session = bench.session();
                Guest guest = bench.paused()) {
            Measurement before = guest.report().measurement().orElseThrow();
            guest.reset(Limits.NONE);
            assertThat(guest.report().measurement().orElseThrow().nonce()).isNotEqualTo(before.nonce());
            assertThat(bench.verified(guest, session, bench.request())).isTrue();
            guest.proceed(Limits.NONE);
            guest.reset(Limits.NONE);
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(bench.verified(guest, session, bench.request())).isTrue();
        }
        assertNothingLeft(bench.bed);
    }

    /** Once it runs there is no pause any more for a secret; as long as it is paused there is one. */
    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void aGuestWithASecretIsNotReset(String type) {
        OwnerBench bench = new OwnerBench(type);
        try (OwnerSession session = bench.session();
                Guest guest = bench.paused()) {
            handIn(bench, session, guest);
            guest.reset(Limits.NONE);
            handIn(bench, session, guest);
            guest.proceed(Limits.NONE);
            Problem problem = refusal(guest);
            assertThat(problem.code()).isEqualTo("guest.reset.secret");
            assertThat(problem.remedy()).contains("--paused");
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.status().ready()).isTrue();
        }
        assertNothingLeft(bench.bed);
    }

    private static void handIn(OwnerBench bench, OwnerSession session, Guest guest) {
        TransportPacket packet = bench.packed(guest, session, new byte[] {1, 2, 3});
        guest.injectSecret(packet.header().raw(), packet.payload(), OptionalLong.empty(), Limits.NONE);
    }

    /**
     * A reset makes its calls from this one on: each of them fails once, and no guest, machine, key or page is left.
     */
    @Test
    void aFailureAtAnyCallOfTheNewLaunchLeavesNothing() {
        int calls = new FailingCounter().launchCalls();
        int failed = 0;
        for (int nth = calls; nth < 2 * calls; nth++) {
            TestBed one = TestBed.bare();
            one.install(new FailingVmm(one.platform, nth));
            one.install(new SnpGuestSupport(), 0);
            Guest guest = launch(one, TestBed.request());
            Problem problem = refusal(guest);
            assertThat(problem.message()).as("call %s", nth).isNotEmpty();
            assertThat(guest.state()).isEqualTo(GuestState.CLOSED);
            assertNothingLeft(one);
            failed++;
        }
        assertThat(failed).isGreaterThan(5);
    }

    /** How many calls one launch makes. */
    private final class FailingCounter {
        int launchCalls() {
            TestBed one = TestBed.bare();
            FailingVmm vmm = new FailingVmm(one.platform, Integer.MAX_VALUE);
            one.install(vmm);
            one.install(new SnpGuestSupport(), 0);
            launch(one, TestBed.request()).close();
            return vmm.calls();
        }
    }

    /** A newer version of the type, as it may be swapped in while the guest lives. */
    private static class Newer extends Tampered implements GuestReset {
        private static final ContextSchema SCHEMA = new ContextSchema("org.cloister.snp", 2);
        private final SnpGuestSupport real;

        Newer(SnpGuestSupport real) {
            super(real);
            this.real = real;
        }

        @Override
        public ContextSchema contextSchema() {
            return SCHEMA;
        }

        @Override
        public boolean canAdopt(ContextSchema schema) {
            return schema.name().equals(SCHEMA.name());
        }

        @Override
        public LaunchContext adopt(LaunchContext context) {
            return context.under(SCHEMA);
        }

        @Override
        LaunchContext after(String operation, LaunchContext answer) {
            return answer.under(SCHEMA);
        }

        @Override
        public GuestRequest reset(LaunchContext context) {
            return real.reset(context);
        }
    }

    private static Guest launchThenReplace(TestBed in, ConfidentialGuestSupport newer) {
        SnpGuestSupport older = new SnpGuestSupport();
        in.install(in.platform);
        in.install(older, 0);
        Guest guest = in.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE);
        in.install(newer, 1);
        in.uninstall(older);
        return guest;
    }

    @Test
    void aNewerBackendResetsWhatAnOlderOneLaunched() {
        TestBed other = TestBed.bare();
        try (Guest guest = launchThenReplace(other, new Newer(new SnpGuestSupport()))) {
            Bytes digest = digest(guest);
            guest.reset(Limits.NONE);
            assertThat(digest(guest)).isEqualTo(digest);
            assertThat(guest.status().ready()).isTrue();
        }
        assertNothingLeft(other);
    }

    @Test
    void aNoteOnTheLaunchIsNoOtherPlan() {
        TestBed other = TestBed.bare();
        other.install(other.platform);
        Newer unable = new Newer(new SnpGuestSupport()) {
            @Override
            public Optional<Measurement> expect(LaunchPlan plan) {
                return Optional.empty();
            }
        };
        other.install(unable, 0);
        other.launcher.configure(Map.of("policy.defaults", "sev-snp:debug=off"));
        try (Guest guest = launch(other, TestBed.request())) {
            assertThat(guest.report().plan().notes()).anyMatch(note -> note.contains("policy.defaults"));
            guest.reset(Limits.NONE);
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        }
    }

    @Test
    void aBackendThatPlansSomethingElseResetsNothing() {
        TestBed other = TestBed.bare();
        Newer differs = new Newer(new SnpGuestSupport()) {
            @Override
            public LaunchPlan plan(GuestRequest request) {
                return super.plan(TestBed.guest(3, Map.of()));
            }
        };
        try (Guest guest = launchThenReplace(other, differs)) {
            Problem problem = refusal(guest);
            assertThat(problem.code()).isEqualTo("guest.reset.plan");
            assertThat(problem.expected()).isEqualTo(digest(guest).hex());
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
        }
    }

    @Test
    void aDifferentMeasurementClosesTheGuest() {
        TestBed other = TestBed.bare();
        Newer differs = new Newer(new SnpGuestSupport()) {
            @Override
            void before(String operation, Machine machine) {
                if (operation.equals("finish")) {
                    machine.memory().hostView().write(0xffffff00L, Bytes.of(new byte[] {1}));
                }
            }
        };
        Guest guest = launchThenReplace(other, differs);
        Problem problem = refusal(guest);
        assertThat(problem.code()).isEqualTo("guest.reset.measurement");
        assertThat(problem.expected()).isEqualTo(digest(guest).hex());
        assertThat(guest.state()).isEqualTo(GuestState.CLOSED);
        assertNothingLeft(other);
    }

    @Test
    void aTypeWithoutTheCapabilitySaysSo() {
        TestBed other = TestBed.bare();
        other.install(other.platform);
        other.install(new Tampered(new SnpGuestSupport()), 0);
        try (Guest guest = launch(other, TestBed.request())) {
            assertThat(refusal(guest).code()).isEqualTo("capability.missing");
            assertThat(guest.status().ready()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"4,false", "4,true"})
    void resetsOfSeveralThreadsAndACloseAreDoneOneAfterTheOther(int threads, boolean close) throws Exception {
        Guest guest = launch(bed, TestBed.request());
        Bytes digest = digest(guest);
        BooleanSupplier resets = () -> {
            try {
                guest.reset(Limits.NONE);
                return true;
            } catch (CloisterException e) {
                assertThat(e.problem().code()).isEqualTo("guest.closed");
                return false;
            }
        };
        List<CompletableFuture<Boolean>> all = new ArrayList<>(IntStream.range(0, threads)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> resets.getAsBoolean() && resets.getAsBoolean() && resets.getAsBoolean()))
                .toList());
        if (close) {
            all.add(CompletableFuture.supplyAsync(() -> {
                guest.close();
                return true;
            }));
        }
        for (CompletableFuture<Boolean> one : all) {
            assertThat(one.get(60, TimeUnit.SECONDS) || close).isTrue();
        }
        assertThat(guest.state()).isEqualTo(close ? GuestState.CLOSED : GuestState.RUNNING);
        assertThat(digest(guest)).isEqualTo(digest);
        guest.close();
        assertNothingLeft(bed);
    }
}
