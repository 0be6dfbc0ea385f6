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
import org.cloister.api.operate.Diagnosis.Level;
import org.cloister.api.operate.Doctor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {
    private record Finding(List<Diagnosis> examine) implements Doctor {
        @Override
        public List<Diagnosis> examine(String name) {
            return List.of();
        }

        @Override
        public boolean knows(GuestType type) {
            return false;
        }

        @Override
        public Optional<Diagnosis> whyMissing(GuestType type) {
            return Optional.empty();
        }
    }

    private static Diagnosis diagnosis(Kind kind, String name, Level level) {
        boolean healthy = level == Level.OK;
        return new Diagnosis(
                kind,
                kind.subject(name),
                level,
                "it says so",
                healthy ? List.of() : List.of("it says so"),
                healthy ? "" : "do it");
    }

    private static Doctor doctor(Level kvm, Level softsev, Level type, Level settings) {
        return new Finding(List.of(
                diagnosis(Kind.PLATFORM, "kvm", kvm),
                diagnosis(Kind.PLATFORM, "softsev", softsev),
                diagnosis(Kind.GUEST_TYPE, "sev-snp", type),
                diagnosis(Kind.SETTINGS, "core", settings),
                diagnosis(Kind.COMPONENT, "some.Component", Level.CRITICAL)));
    }

    @ParameterizedTest
    @CsvSource({
        "OK, OK, OK, OK, OK, OK, OK",
        "WARN, OK, OK, OK, WARN, OK, OK",
        "CRITICAL, CRITICAL, CRITICAL, OK, CRITICAL, CRITICAL, OK",
        "OK, OK, WARN, WARN, OK, WARN, WARN",
        "OK, OK, OK, CRITICAL, OK, OK, CRITICAL",
    })
    void eachCheckIsAsBadAsTheWorstOfItsKind(
            Level kvm, Level softsev, Level type, Level settings, Status platforms, Status backends, Status set) {
        Doctor doctor = doctor(kvm, softsev, type, settings);
        assertThat(new PlatformsCheck(doctor).execute().getStatus()).isEqualTo(platforms);
        assertThat(new BackendsCheck(doctor).execute().getStatus()).isEqualTo(backends);
        assertThat(new SettingsCheck(doctor).execute().getStatus()).isEqualTo(set);
    }

    @Test
    void resultTellsSubjectReasonAndRemedy() {
        Result result = new PlatformsCheck(doctor(Level.WARN, Level.OK, Level.OK, Level.OK)).execute();
        assertThat(result)
                .anySatisfy(entry -> assertThat(entry.getMessage()).isEqualTo("platform kvm: it says so; do it"));
    }

    @Test
    void aCallThatHasNotComeBackIsAWarningThatNamesItsBundle() {
        Diagnosis well = diagnosis(Kind.BUNDLE, "org.cloister.snp 1.0.0", Level.OK);
        Diagnosis stuck = diagnosis(Kind.BUNDLE, "evil 1.0.0", Level.WARN);
        Result result = new BundlesCheck(new Finding(List.of(well, stuck))).execute();
        assertThat(result.getStatus()).isEqualTo(Status.WARN);
        assertThat(result)
                .anySatisfy(entry -> assertThat(entry.getMessage()).isEqualTo("bundle evil 1.0.0: it says so; do it"));
        assertThat(new BundlesCheck(new Finding(List.of(well))).execute().getStatus())
                .isEqualTo(Status.OK);
    }

    @Test
    void nothingAtAllIsCritical() {
        Result result = new BackendsCheck(new Finding(List.of())).execute();
        assertThat(result.getStatus()).isEqualTo(Status.CRITICAL);
        assertThat(result.toString()).contains("no guest type is installed");
    }
}
