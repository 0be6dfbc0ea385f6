// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Expectation;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;

class ExpectationTest {
    @Test
    void whatIsExpectedIsMeasured() {
        TestBed bed = TestBed.complete();
        Measurement expected = bed.launcher
                .expect(TestBed.SNP, TestBed.request().guest())
                .orElseThrow()
                .measurement()
                .orElseThrow();
        try (Guest guest = bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)) {
            assertThat(guest.report().measurement().orElseThrow().value()).isEqualTo(expected.value());
        }
    }

    @Test
    void noPlatformIsNeeded() {
        TestBed bed = TestBed.bare();
        bed.install(new SnpGuestSupport(), 0);
        Expectation expectation =
                bed.launcher.expect(TestBed.SNP, TestBed.request().guest()).orElseThrow();
        assertThat(expectation.plan().type()).isEqualTo(TestBed.SNP);
        assertThat(expectation.measurement()).isPresent();
    }

    @Test
    void ofATypeThatNobodyKnowsNothingIsExpected() {
        assertThat(TestBed.complete()
                        .launcher
                        .expect(new GuestType("capsule"), TestBed.request().guest()))
                .isEmpty();
    }

    @Test
    void unknownPropertiesAndTypesThatAreMissingAreRefused() {
        TestBed bed = TestBed.complete();
        assertThatThrownBy(() -> bed.launcher.expect(
                        new GuestType("sev-es"), TestBed.request().guest()))
                .hasMessageContaining("install and start bundle org.cloister.seves");
        assertThatThrownBy(() -> bed.launcher.expect(TestBed.SNP, TestBed.guest(1, Map.of("label", "x"))))
                .hasMessageContaining("label");
    }
}
