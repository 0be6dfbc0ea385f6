// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.operate.BackendInfo;
import org.cloister.api.operate.BackendSwap;
import org.cloister.api.operate.VendorFault;
import org.cloister.benchmarks.swap.Load;
import org.cloister.it.Commands.Ended;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bundle fails in each method and each way; everybody else is served as if it was not there. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileIT {
    private static final Duration LONGEST = Duration.ofSeconds(12);
    private static HostileBed bed;

    @BeforeAll
    static void start() throws Exception {
        bed = HostileBed.start("Hostile");
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
        bed = null;
    }

    private static List<HostileMode> modes() {
        return HostileMode.modes();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everybodyElseIsServed(HostileMode mode) throws Exception {
        bed.install(mode);
        try {
            look(mode);
            assertThat(bed.hasStruck()).isTrue();
            assertOthersAreServed();
        } finally {
            bed.uninstall();
        }
        HostileBed.await(
                "no machine of it is open", () -> bed.machines() == bed.guests().size());
        assertThat(bed.guests()).allMatch(guest -> guest.status().ready());
    }

    private void look(HostileMode mode) throws Exception {
        switch (mode.row()) {
            case NOT_USED, NOT_MADE, UNSEEN -> notUsed();
            case NOT_POSSIBLE -> notPossible(mode);
            case OWN_LAUNCH -> blamed(mode, ownLaunch(mode, false));
            case OWN_STATUS -> ownStatus(mode);
            case LEAKED -> leaked();
            case OWN_QUESTION -> blamed(mode, ownQuestion(mode));
            case SUCCEEDED ->
                // Its canary is of a type that no platform here offers
                assertThat(ownQuestion(mode)).hasMessageContaining("evil 1.0.1: the canary failed (found platform ");
            case MISSED -> missed();
            case PASSED_OVER -> passedOver(mode);
            case UNHEARD -> unheard();
        }
    }

    private static void notUsed() throws InterruptedException {
        HostileBed.await("it is refused", () -> bed.faults().stream().anyMatch(HostileIT::refused));
        assertThat(bed.examined()).anyMatch(one -> one.subject().contains(HostileBed.BUNDLE));
    }

    private static boolean refused(VendorFault fault) {
        return fault.kind() == VendorFault.Kind.REFUSED && fault.bundle().equals(HostileBed.BUNDLE);
    }

    private static void notPossible(HostileMode mode) {
        assertThat(bed.launcher().select(HostileBed.auto()).candidates())
                .filteredOn(candidate -> !candidate.eligible())
                .extracting(Candidate::reason)
                .anySatisfy(reason -> assertThat(reason).contains(HostileBed.BUNDLE, mode.method()));
        if (mode.method().equals("facts")) {
            assertThat(bed.examined()).anyMatch(one -> one.toString().contains(HostileBed.BUNDLE));
        } else {
            Limits limits = Limits.of(new Cancellation(), Deadline.after(HostileBed.ANSWER));
            Throwable thrown =
                    catchThrowable(() -> bed.launcher().launch(HostileBed.own(false), LaunchListener.SILENT, limits));
            assertThat(thrown).hasMessageContaining(HostileBed.BUNDLE).hasMessageContaining(mode.method());
        }
    }

    /** Its deadline passes when it hangs. */
    private static Throwable ownLaunch(HostileMode mode, boolean paused) {
        Limits limits = mode.way().hangs()
                ? Limits.of(new Cancellation(), new Deadline(1, () -> bed.hasStruck() ? Long.MAX_VALUE : 0))
                : Limits.NONE;
        return catchThrowable(() -> bed.launcher().launch(HostileBed.own(paused), LaunchListener.SILENT, limits));
    }

    private static void blamed(HostileMode mode, Throwable thrown) {
        assertThat(thrown).isInstanceOf(CloisterException.class);
        assertThat(thrown.getMessage())
                .contains(HostileBed.BUNDLE, mode.method())
                .doesNotContain("\u001b", "\n");
        boolean step = mode.row() == HostileMode.Row.OWN_LAUNCH || mode.method().equals("measuresBeforeFinish");
        assertThat(((CloisterException) thrown).problem().kind())
                .isEqualTo(mode.way().hangs() && step ? Problem.Kind.DEADLINE : Problem.Kind.DEFECT);
    }

    private static void ownStatus(HostileMode mode) {
        try (Guest guest = bed.launch(HostileBed.own(false))) {
            blamed(mode, catchThrowable(guest::status));
            assertThatCode(guest::report).doesNotThrowAnyException();
        }
    }

    private static void leaked() {
        bed.launch(HostileBed.own(false)).close();
        assertThat(bed.faults())
                .filteredOn(fault -> fault.kind() == VendorFault.Kind.LEAKED)
                .last()
                .satisfies(fault -> assertThat(fault.what()).contains(HostileBed.BUNDLE, "VirtualMachine.close"));
    }

    private static Throwable ownQuestion(HostileMode mode) throws Exception {
        LaunchRequest own = HostileBed.own(false);
        return switch (mode.method()) {
            case "expect" -> catchThrowable(() -> bed.launcher().expect(HostileBed.TYPE, own.guest()));
            case "capability" -> {
                Candidate chosen = bed.launcher().select(own).chosen().orElseThrow();
                yield catchThrowable(() -> bed.launcher().offers(chosen, SecretInjection.class));
            }
            case "canary" -> {
                BackendSwap swap = BackendSwap.of(
                        HostileBed.TYPE,
                        HostileBed.jar("1.0.1", "type", 50, "", WayToFail.NOTHING, 0)
                                .write(bed.folder()));
                yield catchThrowable(() -> bed.keeper().swap(swap, LaunchListener.SILENT, Limits.NONE));
            }
            default -> ownLaunch(mode, true);
        };
    }

    private static void missed() {
        LaunchRequest nowhere = new LaunchRequest(
                HostileBed.own(false).type(),
                Trust.DELEGATED,
                HostileBed.own(false).guest(),
                false);
        assertThat(bed.launcher().select(nowhere).candidates()).noneMatch(Candidate::eligible);
    }

    private static void passedOver(HostileMode mode) {
        assertThat(bed.guests()).allMatch(guest -> guest.status().ready());
        assertThat(bed.keeper().backends())
                .filteredOn(backend -> backend.ranking() == 999)
                .singleElement()
                .extracting(BackendInfo::failed)
                .satisfies(failed -> assertThat(failed)
                        .hasValueSatisfying(why -> assertThat(why).contains(HostileBed.BUNDLE, mode.method())));
    }

    private static void unheard() {
        bed.launch(HostileBed.snp(false)).close();
        LaunchRequest unknown = new LaunchRequest(
                new TypeChoice.Named(new GuestType("sev-nothing")),
                Trust.EMULATED,
                HostileBed.snp(false).guest(),
                false);
        assertThat(catchThrowable(() -> bed.launch(unknown))).isInstanceOf(CloisterException.class);
    }

    private static void assertOthersAreServed() throws Exception {
        long begin = System.nanoTime();
        assertThat(bed.guests()).allMatch(guest -> guest.status().ready());
        bed.launch(HostileBed.snp(false)).close();
        try (Guest guest = bed.launch(HostileBed.auto())) {
            assertThat(guest.type()).isEqualTo(Load.SNP);
        }
        assertThat(bed.launcher().expect(Load.SNP, HostileBed.snp(false).guest()))
                .isPresent();
        assertThat(bed.launcher().guests()).containsExactlyInAnyOrderElementsOf(bed.guests());
        for (String command : List.of("list", "backends", "doctor")) {
            Ended ended = new Commands(bed.swaps().host.context()).run(command);
            assertThat(ended.out()).as(command).isNotBlank().doesNotContain("\u001b");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
    }
}
