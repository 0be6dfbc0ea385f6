// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Doctor;
import org.cloister.core.guard.GuardedCalls;
import org.junit.jupiter.api.Test;

class RequestPlannerTest {
    private static final GuestType MISSING = new GuestType("capsule");

    /** Knows one type, which is not there. */
    private static final Doctor DOCTOR = new Doctor() {
        @Override
        public List<Diagnosis> examine() {
            return List.of();
        }

        @Override
        public List<Diagnosis> examine(String name) {
            return List.of();
        }

        @Override
        public boolean knows(GuestType type) {
            return type.equals(MISSING);
        }

        @Override
        public Optional<Diagnosis> whyMissing(GuestType type) {
            List<String> chain = List.of("guest type capsule is not there", "its bundle is stopped");
            return Optional.of(new Diagnosis("guest type capsule", false, chain.get(0), chain, "start it"));
        }
    };

    private final GuardedCalls calls = new GuardedCalls();
    private final RequestPlanner planner = new RequestPlanner(new Backends(calls), calls, () -> Optional.of(DOCTOR));

    @Test
    void nothingIsExpectedOfATypeThatTheDoctorDoesNotKnow() {
        assertThat(planner.expect(new GuestType("casket"), TestBed.request().guest()))
                .isEmpty();
    }

    @Test
    void aTypeThatIsKnownAndNotThereIsRefusedWithTheDoctorsReason() {
        assertThatThrownBy(() -> planner.expect(MISSING, TestBed.request().guest()))
                .hasMessageContaining("its bundle is stopped")
                .hasMessageContaining("start it");
    }
}
