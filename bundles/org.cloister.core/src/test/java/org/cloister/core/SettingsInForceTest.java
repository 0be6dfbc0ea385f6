// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.SelectionException;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.settings.SettingsException;
import org.cloister.sev.SevGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator set, at launches. */
class SettingsInForceTest {
    private final TestBed bed = TestBed.complete();

    @AfterEach
    void closeAll() {
        bed.launcher.close();
        assertThat(bed.usage().machines()).isZero();
    }

    private Guest launch(Map<String, String> properties) {
        LaunchRequest request = new LaunchRequest(
                new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, TestBed.guest(1, properties), false);
        return bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE);
    }

    private static Problem problem(Throwable thrown) {
        return ((CloisterException) thrown).problem();
    }

    private void refusedForReason(TypeChoice choice, String... told) {
        LaunchRequest request = new LaunchRequest(choice, Trust.EMULATED, TestBed.guest(1, Map.of()), false);
        assertThatThrownBy(() -> bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE))
                .isInstanceOfSatisfying(SelectionException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
                    assertThat(e.selection().candidates())
                            .extracting(Candidate::reason)
                            .singleElement()
                            .asString()
                            .contains(told)
                            .contains("configuration org.cloister.core");
                });
    }

    @Test
    void forbiddenTypeIsACandidateWithItsReason() {
        bed.launcher.configure(Map.of("allowed.types", "sev,sev-es"));
        refusedForReason(new TypeChoice.Named(TestBed.SNP), "allowed.types = [sev, sev-es]", "add sev-snp");
        refusedForReason(new TypeChoice.Auto(Optional.empty()), "allowed.types = [sev, sev-es]", "add sev-snp");
    }

    @Test
    void typeThatIsTooWeakIsACandidateWithItsReason() {
        bed.launcher.configure(Map.of("minimum.strength", 301));
        refusedForReason(new TypeChoice.Named(TestBed.SNP), "strength 300", "minimum.strength = 301", "lower");
        bed.launcher.configure(Map.of("minimum.strength", 300));
        launch(Map.of());
    }

    @Test
    void forbiddenPlatformIsACandidateWithItsReason() {
        bed.launcher.configure(Map.of("allowed.platforms", "hardware"));
        refusedForReason(new TypeChoice.Named(TestBed.SNP), "allowed.platforms = [hardware]", "add softsev");
        bed.launcher.configure(Map.of("allowed.platforms", "emulated"));
        launch(Map.of());
        bed.launcher.configure(Map.of("allowed.platforms", "softsev"));
        launch(Map.of());
    }

    @Test
    void changeIsInForceForTheNextLaunchAndGuestsGoOn() {
        Guest paused = bed.launcher.launch(TestBed.paused(), LaunchListener.SILENT, Limits.NONE);
        bed.launcher.configure(Map.of("allowed.types", "sev", "maximum.guests", 0));
        assertThatThrownBy(() -> launch(Map.of())).isInstanceOf(SelectionException.class);
        assertThat(bed.launcher.guests()).containsExactly(paused);
        paused.proceed(Limits.NONE);
        assertThat(paused.state()).isEqualTo(GuestState.RUNNING);
        bed.launcher.configure(Map.of("allowed.types", "nonsense here"));
        assertThatThrownBy(() -> launch(Map.of())).hasMessageContaining("allowed.types = [sev]");
        bed.launcher.configure(Map.of());
        assertThatThrownBy(() -> launch(Map.of()))
                .as("a configuration that was deleted stays in force")
                .hasMessageContaining("allowed.types = [sev]");
        bed.launcher.configure(Map.of("service.pid", "org.cloister.core"));
        launch(Map.of());
    }

    private static Map<String, String> bits(Guest guest) {
        GuestPolicy policy = guest.report().plan().policy();
        return policy.bits();
    }

    @Test
    void policyIsCompletedWhereTheRequestLeavesItOpen() {
        bed.launcher.configure(Map.of("policy.defaults", "sev-snp:smt=off,abi=1.2"));
        Guest open = launch(Map.of());
        assertThat(bits(open)).containsEntry("smt", "off").containsEntry("abi", "1.2");
        assertThat(open.report().plan().notes())
                .contains("the policy was completed by policy.defaults = sev-snp:smt=off,abi=1.2");
        Guest partly = launch(Map.of("policy", "smt=on"));
        assertThat(bits(partly)).containsEntry("smt", "on").containsEntry("abi", "1.2");
        Guest number = launch(Map.of("policy", "0x30000"));
        assertThat(bits(number)).containsEntry("smt", "on").containsEntry("abi", "0.0");
        assertThat(number.report().plan().notes()).noneMatch(note -> note.contains("completed"));
    }

    @Test
    void propertyNamedLikeABitSpeaksForIt() {
        bed.launcher.configure(Map.of("policy.defaults", "sev-snp:debug=off"));
        assertThat(bits(launch(Map.of("debug", "on")))).containsEntry("debug", "on");
        assertThat(bits(launch(Map.of()))).containsEntry("debug", "off");
    }

    /** What is set, and what every launch is refused with, whatever it asks for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sev-snp:smt=offf | found offf, expected on or off",
                "sev-snp:smt=maybe | found maybe, expected on or off",
                "sev-snp:smd=off | did you mean smt",
                "sev-snp:abi=1 | MAJOR.MINOR",
                "sev-spn:smt=off | found sev-spn, expected one of sev-snp); did you mean sev-snp?",
                "sev:noks=on | found sev, expected one of sev-snp",
            })
    void policyThatATypeRefusesIsToldByNameAndRefusesEveryLaunch(String policy, String told) {
        bed.launcher.configure(Map.of("policy.defaults", policy));
        for (TypeChoice choice : List.of(new TypeChoice.Named(TestBed.SNP), new TypeChoice.Auto(Optional.empty()))) {
            LaunchRequest request = new LaunchRequest(choice, Trust.EMULATED, TestBed.guest(1, Map.of()), false);
            assertThatThrownBy(() -> bed.launcher.launch(request, LaunchListener.SILENT, Limits.NONE))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(told)
                    .hasMessageContaining("policy.defaults in configuration org.cloister.core")
                    .satisfies(e -> {
                        assertThat(problem(e).kind()).isEqualTo(Problem.Kind.HOST);
                        assertThat(problem(e).code()).isEqualTo("settings.policy");
                    });
        }
        bed.launcher.configure(Map.of("policy.defaults", "sev-snp:smt=off"));
        launch(Map.of());
    }

    @Test
    void aPolicyCountsWhenTheBundleOfItsTypeCame() {
        bed.launcher.configure(Map.of("policy.defaults", "sev:noks=on"));
        assertThatThrownBy(() -> launch(Map.of())).hasMessageContaining("no guest type here has this name");
        bed.install(new SevGuestSupport(), 0);
        launch(Map.of());
    }

    /** A change that types refuse is none. */
    @Test
    void theLastPoliciesThatTypesTookStay() {
        bed.launcher.configure(Map.of("policy.defaults", "sev-snp:smt=off"));
        bed.launcher.configure(Map.of("policy.defaults", "sev-snp:smt=offf"));
        assertThat(bits(launch(Map.of()))).containsEntry("smt", "off");
    }

    /** A policy that only plans of a type can judge: auto does not take a weaker type for it. */
    @Test
    void aTypeThatItsSettingsMakeImpossibleIsNotReplacedByAWeakerOne() {
        TestBed weak = TestBed.bare();
        weak.install(weak.platform);
        weak.install(new SevGuestSupport(), 0);
        // As a type that was made before it was asked for policies alone
        weak.install(new Tampered(new org.cloister.snp.SnpGuestSupport()), 0);
        weak.launcher.configure(Map.of("policy.defaults", "sev-snp:smt=offf"));
        LaunchRequest auto = new LaunchRequest(
                new TypeChoice.Auto(Optional.empty()), Trust.EMULATED, TestBed.guest(1, Map.of()), false);
        assertThatThrownBy(() -> weak.launcher.launch(auto, LaunchListener.SILENT, Limits.NONE))
                .satisfies(e -> assertThat(problem(e).code()).isEqualTo("settings.policy"));
    }

    @Test
    void aWordThatNoTypeHasIsNamed() {
        bed.launcher.configure(Map.of("allowed.types", "sev-spn"));
        refusedForReason(
                new TypeChoice.Named(TestBed.SNP), "no guest type here is called sev-spn, did you mean sev-snp?");
    }

    @Test
    void guestsBeyondTheLimitAreRefusedUntilOneIsGone() {
        bed.launcher.configure(Map.of("maximum.guests", 1));
        Guest first = launch(Map.of());
        assertThatThrownBy(() -> launch(Map.of())).satisfies(e -> {
            assertThat(problem(e).code()).isEqualTo("settings.guests");
            assertThat(problem(e).kind()).isEqualTo(Problem.Kind.HOST);
            assertThat(problem(e).message()).contains("maximum.guests = 1", "configuration org.cloister.core");
        });
        first.close();
        first.close();
        launch(Map.of());
        assertThatThrownBy(() -> launch(Map.of())).hasMessageContaining("1 guests");
    }

    @Test
    void launchThatFailsGivesItsPlaceBack() {
        TestBed failing = TestBed.bare();
        failing.install(new FailingVmm(failing.platform, 0));
        failing.install(new org.cloister.snp.SnpGuestSupport(), 0);
        failing.launcher.configure(Map.of("maximum.guests", 1));
        assertThatThrownBy(() -> failing.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE))
                .hasMessageContaining("create");
        failing.launcher
                .launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)
                .close();
    }

    @Test
    void launchesAtOnceDoNotTogetherExceedTheLimit() throws Exception {
        int limit = 5;
        bed.launcher.configure(Map.of("maximum.guests", limit));
        AtomicInteger refused = new AtomicInteger();
        Callable<Void> launches = () -> {
            for (int i = 0; i < 4; i++) {
                try {
                    launch(Map.of());
                } catch (CloisterException e) {
                    assertThat(e.problem().code()).isEqualTo("settings.guests");
                    refused.incrementAndGet();
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Void>> done = new ArrayList<>();
        try {
            done.addAll(threads.invokeAll(Collections.nCopies(8, launches)));
        } finally {
            threads.shutdown();
        }
        for (Future<Void> one : done) {
            one.get();
        }
        assertThat(bed.launcher.guests()).hasSize(limit);
        assertThat(refused).hasValue(32 - limit);
    }
}
