// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The seam between two calls of a launch, where the backend can be another one. */
class AdoptionTest {
    private final TestBed bed = TestBed.bare();
    private final ConfidentialGuestSupport older = new SnpGuestSupport();
    private final List<String> newerDid = new ArrayList<>();

    /**
     * Contexts of the newer backend carry a mark, so that a test sees that they were rewritten and not just passed on.
     */
    private final class Newer extends Tampered {
        private static final ContextSchema SCHEMA = new ContextSchema("org.cloister.snp", 2);
        private final boolean adopts;

        Newer(boolean adopts) {
            super(new SnpGuestSupport());
            this.adopts = adopts;
        }

        @Override
        public ContextSchema contextSchema() {
            return SCHEMA;
        }

        @Override
        public boolean canAdopt(ContextSchema schema) {
            return schema.equals(SCHEMA) || adopts && schema.version() == 1;
        }

        @Override
        public LaunchContext adopt(LaunchContext context) {
            return context.under(SCHEMA).with("adopted", new ContextValue.Flag(true));
        }

        @Override
        void before(String operation, Machine machine) {
            newerDid.add(operation);
        }

        @Override
        LaunchContext after(String operation, LaunchContext answer) {
            if (!operation.equals("init")) {
                assertThat(answer.find("adopted", ContextValue.Flag.class)).isPresent();
            }
            return answer.under(SCHEMA);
        }
    }

    private Guest launchReplacing(String step, boolean adopts, boolean oldStays) {
        bed.install(bed.platform);
        bed.install(older, 0);
        LaunchListener swap = new LaunchListener() {
            @Override
            public void begins(String name) {
                if (name.equals(step)) {
                    bed.install(new Newer(adopts), 1);
                    if (!oldStays) {
                        bed.uninstall(older);
                    }
                }
            }
        };
        return bed.launcher.launch(TestBed.request(), swap, Limits.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "update", "finish", "measure", "ready"})
    void newerBackendGoesOnWithAnOlderContext(String step) {
        try (Guest guest = launchReplacing(step, true, false)) {
            assertThat(newerDid).isNotEmpty().first().isEqualTo(step.equals("ready") ? "status" : step);
            assertThat(guest.report().measurement().orElseThrow().value())
                    .isEqualTo(SnpDigest.of(guest.report().plan()));
            assertThat(guest.status().ready()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "update", "finish", "measure", "ready"})
    void launchEndsWhenNobodyAdoptsItsContext(String step) {
        assertThatThrownBy(() -> launchReplacing(step, false, false))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("backend.cannot-adopt");
                    assertThat(e.problem().expected()).contains("org.cloister.snp/1");
                });
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().asids()).isZero();
        assertThat(newerDid).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "update", "finish", "measure", "ready"})
    void olderBackendKeepsWhatNobodyAdopts(String step) {
        try (Guest guest = launchReplacing(step, false, true)) {
            assertThat(guest.status().ready()).isTrue();
            assertThat(newerDid).isEmpty();
        }
    }

    @Test
    void launchEndsWhenItsBackendIsGone() {
        bed.install(bed.platform);
        bed.install(older, 0);
        Guest guest = bed.launcher.launch(TestBed.paused(), LaunchListener.SILENT, Limits.NONE);
        bed.uninstall(older);
        assertThatThrownBy(guest::status)
                .isInstanceOfSatisfying(
                        CloisterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("backend.gone"));
        assertThat(bed.launcher.guests())
                .as("still there, for a backend that returns")
                .containsExactly(guest);
        bed.install(older, 0);
        guest.proceed(Limits.NONE);
        assertThat(guest.status().ready()).isTrue();
        guest.close();
    }

    @Test
    void machineIsDeadAfterItsCall() {
        List<Machine> kept = new ArrayList<>();
        bed.install(bed.platform);
        bed.install(
                new Tampered(older) {
                    @Override
                    void before(String operation, Machine machine) {
                        if (machine != null) {
                            kept.add(machine);
                        }
                    }
                },
                0);
        bed.launcher
                .launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)
                .close();
        assertThat(kept)
                .hasSizeGreaterThan(5)
                .allSatisfy(machine -> assertThatThrownBy(machine::memory).hasMessageContaining("after its call"));
    }

    @Test
    void oneThatUsesTheMachineOfAnEarlierCallIsBlamedByName() {
        List<Machine> kept = new ArrayList<>();
        bed.install(bed.platform);
        bed.install(
                new Tampered(older) {
                    @Override
                    void before(String operation, Machine machine) {
                        if (operation.equals("init")) {
                            kept.add(machine);
                        } else if (operation.equals("update")) {
                            kept.get(0).memory();
                        }
                    }
                },
                0);
        assertThatThrownBy(() -> bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("machine.returned");
                    assertThat(e.problem().kind()).isEqualTo(Problem.Kind.DEFECT);
                })
                .hasMessageContaining("test backend");
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
    }
}
