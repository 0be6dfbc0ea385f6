// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.cloister.api.GuestType;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Doctor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    private record Finding(List<Diagnosis> examine) implements Doctor {
        @Override
        public boolean knows(GuestType type) {
            return false;
        }

        @Override
        public Optional<Diagnosis> whyMissing(GuestType type) {
            return Optional.empty();
        }
    }

    private static Diagnosis diagnosis(Kind kind, String name, boolean healthy) {
        return new Diagnosis(
                kind,
                kind.subject(name),
                healthy,
                "it says so",
                healthy ? List.of() : List.of("it says so"),
                healthy ? "" : "do it");
    }

    private static Doctor doctor(boolean kvm, boolean softsev, boolean type) {
        return new Finding(List.of(
                diagnosis(Kind.PLATFORM, "kvm", kvm),
                diagnosis(Kind.PLATFORM, "softsev", softsev),
                diagnosis(Kind.GUEST_TYPE, "sev-snp", type),
                diagnosis(Kind.COMPONENT, "some.Component", false)));
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, true, OK, OK",
        "false, true, true, WARN, OK",
        "false, false, true, CRITICAL, OK",
        "true, true, false, OK, CRITICAL",
    })
    void oneThatIsIllIsAWarningAndAllAreCritical(
            boolean kvm, boolean softsev, boolean type, Status platforms, Status backends) {
        Doctor doctor = doctor(kvm, softsev, type);
        assertThat(new PlatformsCheck(doctor).execute().getStatus()).isEqualTo(platforms);
        assertThat(new BackendsCheck(doctor).execute().getStatus()).isEqualTo(backends);
    }

    @Test
    void resultTellsSubjectReasonAndRemedy() {
        Result result = new PlatformsCheck(doctor(false, true, true)).execute();
        assertThat(result)
                .anySatisfy(entry -> assertThat(entry.getMessage()).isEqualTo("platform kvm: it says so; do it"));
    }

    @Test
    void nothingAtAllIsCritical() {
        Result result = new BackendsCheck(new Finding(List.of())).execute();
        assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(result.toString()).contains("no guest type is installed");
    }
}
