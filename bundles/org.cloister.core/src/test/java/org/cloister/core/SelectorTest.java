// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.SelectionException;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;

class SelectorTest {
    private final TestBed bed = TestBed.complete();

    /** A weaker type under another name, otherwise the real backend. */
    private static class Weaker extends Tampered {
        private final boolean able;

        Weaker(boolean able) {
            super(new SnpGuestSupport());
            this.able = able;
        }

        @Override
        public GuestType type() {
            return new GuestType("weaker");
        }

        @Override
        public int strength() {
            return 100;
        }

        @Override
        public LaunchPlan plan(GuestRequest request) {
            LaunchPlan plan = super.plan(request);
            return new LaunchPlan(
                    type(),
                    plan.memory(),
                    plan.ranges(),
                    plan.vcpus(),
                    true,
                    plan.policy(),
                    plan.profile(),
                    plan.notes());
        }

        @Override
        public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
            return able ? Eligibility.yes("able") : Eligibility.no(List.of("not able"));
        }
    }

    private static LaunchRequest auto(String minimum, Trust platform) {
        TypeChoice choice = new TypeChoice.Auto(Optional.ofNullable(minimum).map(GuestType::new));
        return new LaunchRequest(choice, platform, TestBed.guest(1, Map.of()), false);
    }

    private static Problem problem(Throwable thrown) {
        return ((CloisterException) thrown).problem();
    }

    @Test
    void autoTakesTheStrongestAndTellsOfTheOthers() {
        bed.install(new Weaker(true), 0);
        Selection selection = bed.launcher.select(auto(null, Trust.EMULATED));
        assertThat(selection.chosen().orElseThrow().type()).isEqualTo(TestBed.SNP);
        assertThat(selection.candidates()).extracting(c -> c.type().name()).containsExactly("sev-snp", "weaker");
        assertThat(selection.candidates())
                .allSatisfy(c -> assertThat(c.reason()).isNotEmpty());
    }

    @Test
    void autoDoesNotGoBelowTheMinimum() {
        TestBed only = TestBed.bare();
        only.install(only.platform);
        only.install(new Weaker(true), 0);
        assertThat(only.launcher.select(auto("weaker", Trust.EMULATED)).chosen())
                .isPresent();
        assertThatThrownBy(() -> only.launcher.select(auto("sev-snp", Trust.EMULATED)))
                .satisfies(thrown -> assertThat(problem(thrown).code()).isEqualTo("type.missing"));
        bed.install(new Weaker(true), 0);
        assertThat(bed.launcher.select(auto("sev-snp", Trust.EMULATED)).candidates())
                .extracting(c -> c.type().name())
                .containsExactly("sev-snp");
    }

    @Test
    void namedTypeIsNeverReplaced() {
        bed.install(new Weaker(false), 0);
        assertThatThrownBy(() ->
                        bed.launcher.launch(TestBed.named(new GuestType("weaker")), LaunchListener.SILENT, Limits.NONE))
                .isInstanceOfSatisfying(SelectionException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
                    assertThat(e.selection().candidates())
                            .singleElement()
                            .satisfies(c -> assertThat(c.reason()).isEqualTo("not able"));
                });
    }

    /** The only platform that may know a type. */
    private static Vmm failing(Vmm real) {
        return new Vmm() {
            @Override
            public String name() {
                return "own";
            }

            @Override
            public PlatformFacts facts() {
                throw new IllegalStateException("out of order");
            }

            @Override
            public VirtualMachine create(MachineSpec spec) {
                return real.create(spec);
            }
        };
    }

    @Test
    void whereNoPlatformKnowsATypeTheOneThatFailedIsTheReason() {
        bed.install(failing(bed.platform), -1);
        bed.install(new Weaker(false), 0);
        assertThatThrownBy(() ->
                        bed.launcher.launch(TestBed.named(new GuestType("weaker")), LaunchListener.SILENT, Limits.NONE))
                .isInstanceOfSatisfying(SelectionException.class, e -> {
                    assertThat(e.problem().found())
                            .startsWith("weaker on own: ")
                            .contains("out of order");
                    assertThat(e.selection().candidates())
                            .extracting(Candidate::platform)
                            .containsExactly("own", "softsev");
                });
    }

    @Test
    void whereAPlatformKnowsTheTypeWhatItSaysIsTheReason() {
        bed.install(failing(bed.platform), 1);
        Selection selection = bed.launcher.select(TestBed.named(TestBed.SNP));
        assertThat(selection.chosen().orElseThrow().platform()).isEqualTo("softsev");
        assertThat(selection.candidates()).extracting(Candidate::platform).containsExactly("softsev", "own");
    }

    @Test
    void emulationIsNeverASubstituteForHardware() {
        assertThatThrownBy(() -> bed.launcher.launch(auto(null, Trust.HARDWARE), LaunchListener.SILENT, Limits.NONE))
                .isInstanceOfSatisfying(SelectionException.class, e -> {
                    assertThat(e.problem().kind()).isEqualTo(Problem.Kind.HOST);
                    assertThat(e.selection().candidates()).singleElement().satisfies(c -> {
                        assertThat(c.platform()).isEqualTo("none");
                        assertThat(c.reason()).contains("no hardware platform");
                    });
                });
    }

    @Test
    void typeThatIsKnownButNotInstalledIsTheHostsProblem() {
        assertThatThrownBy(() -> bed.launcher.select(TestBed.named(new GuestType("sev-es"))))
                .satisfies(thrown -> {
                    assertThat(problem(thrown).kind()).isEqualTo(Problem.Kind.HOST);
                    assertThat(problem(thrown).remedy()).contains("org.cloister.seves");
                });
    }

    @Test
    void typeThatNobodyKnowsIsTheCallersProblem() {
        assertThatThrownBy(() -> bed.launcher.select(TestBed.named(new GuestType("sev-smp"))))
                .satisfies(thrown -> {
                    assertThat(problem(thrown).kind()).isEqualTo(Problem.Kind.INPUT);
                    assertThat(problem(thrown).expected()).contains("sev-snp");
                });
    }

    @Test
    void unknownPropertyIsRefusedByName() {
        LaunchRequest request = new LaunchRequest(
                new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, TestBed.guest(1, Map.of("polcy", "0x30000")), false);
        assertThatThrownBy(() -> bed.launcher.select(request)).satisfies(thrown -> {
            assertThat(problem(thrown).code()).isEqualTo("property.unknown");
            assertThat(problem(thrown).where()).isEqualTo("polcy");
        });
    }

    private static LaunchRequest autoWithPolicy(String policy, Trust platform) {
        return new LaunchRequest(
                new TypeChoice.Auto(Optional.empty()), platform, TestBed.guest(1, Map.of("policy", policy)), false);
    }

    @Test
    void wrongRequestIsWrongOnEveryHost() {
        for (Trust platform : List.of(Trust.EMULATED, Trust.HARDWARE)) {
            assertThatThrownBy(() ->
                            bed.launcher.launch(autoWithPolicy("0x0", platform), LaunchListener.SILENT, Limits.NONE))
                    .satisfies(thrown -> assertThat(problem(thrown).kind()).isEqualTo(Problem.Kind.INPUT));
        }
    }

    @Test
    void requestThatOneTypeCannotReadMayBeForAWeakerOne() {
        bed.install(
                new Weaker(true) {
                    @Override
                    public LaunchPlan plan(GuestRequest request) {
                        LaunchPlan plan = new SnpGuestSupport().plan(TestBed.guest(1, Map.of()));
                        return new LaunchPlan(
                                type(),
                                plan.memory(),
                                plan.ranges(),
                                plan.vcpus(),
                                true,
                                plan.policy(),
                                "init2",
                                List.of());
                    }
                },
                0);
        Selection selection = bed.launcher.select(autoWithPolicy("0x0", Trust.EMULATED));
        assertThat(selection.chosen().orElseThrow().type().name()).isEqualTo("weaker");
        assertThat(selection.candidates()).extracting(c -> c.type().name()).containsExactly("weaker", "sev-snp");
        assertThat(selection.candidates().get(1).reason()).contains("policy");
    }

    @Test
    void higherRankingBackendGetsNewWork() {
        bed.install(
                new Tampered(new SnpGuestSupport()) {
                    @Override
                    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
                        return Eligibility.yes("the newer one");
                    }
                },
                5);
        assertThat(bed.launcher.select(TestBed.request()).chosen().orElseThrow().reason())
                .isEqualTo("the newer one");
    }
}
