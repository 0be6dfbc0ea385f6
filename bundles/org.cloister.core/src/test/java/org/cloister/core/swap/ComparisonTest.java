// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static LaunchPlan plan(int vcpus, Map<String, String> properties) {
        return new SnpGuestSupport()
                .plan(new GuestRequest(
                        SampleFirmware.image(), Optional.empty(), vcpus, "EPYC-v4", 16 << 20, properties));
    }

    private static Measurement digest(String hex) {
        return Measurement.of("SHA-384", Bytes.ofHex(hex), Measurement.Source.COMPUTED);
    }

    @Test
    void equalPlansDoNotDiffer() {
        Comparison comparison = new Comparison(Set.of());
        comparison.plans(plan(1, Map.of()), plan(1, Map.of()));
        comparison.digests(digest("00"), digest("00"));
        assertThat(comparison.judged("new")).isEmpty();
    }

    @Test
    void everyDifferenceHasAName() {
        Comparison comparison = new Comparison(Set.of("policy"));
        comparison.plans(plan(1, Map.of()), plan(2, Map.of("policy", "debug=on")));
        comparison.digests(digest("00"), digest("01"));
        assertThatThrownBy(() -> comparison.judged("new"))
                .hasMessageContaining("vcpus: old none, new ")
                .hasMessageContaining("digest: old 00, new 01")
                .hasMessageContaining("accept it by name: digest, vcpus");
    }

    @Test
    void whatIsAcceptedBecomesANote() {
        Comparison comparison = new Comparison(Set.of("digest"));
        comparison.digests(digest("00"), digest("01"));
        assertThat(comparison.judged("new")).containsExactly("accepted difference digest: old 00, new 01");
    }
}
