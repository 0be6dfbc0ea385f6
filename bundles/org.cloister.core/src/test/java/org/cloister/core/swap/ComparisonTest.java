// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PolicyField;
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

    private static Measurement registers(String rtmr) {
        MeasuredRegister register =
                new MeasuredRegister("RTMR0", "SHA-384", Bytes.ofHex(rtmr), MeasuredRegister.Source.FIRMWARE, true);
        return digest("00").with(List.of(register));
    }

    @Test
    void eachRegisterHasAName() {
        Comparison comparison = new Comparison(Set.of("digest"));
        comparison.digests(registers("00"), registers("01"));
        assertThatThrownBy(() -> comparison.judged("new"))
                .hasMessageContaining("digest.RTMR0: old 00, new 01")
                .hasMessageContaining("accept it by name: digest.RTMR0");
        Comparison accepting = new Comparison(Set.of("digest.RTMR0"));
        accepting.digests(registers("00"), registers("01"));
        assertThat(accepting.judged("new")).containsExactly("accepted difference digest.RTMR0: old 00, new 01");
    }

    @Test
    void eachFieldOfAPolicyIsCompared() {
        LaunchPlan plan = plan(1, Map.of());
        Comparison comparison = new Comparison(Set.of());
        comparison.plans(fields(plan, 3), fields(plan, 7));
        assertThatThrownBy(() -> comparison.judged("new"))
                .hasMessageContaining("policy: old XFAM=0x3 of 64 bits, new XFAM=0x7 of 64 bits");
    }

    private static LaunchPlan fields(LaunchPlan plan, long xfam) {
        GuestPolicy policy = new GuestPolicy(0, Map.of(), List.of(new PolicyField.Number("XFAM", 64, xfam)));
        return new LaunchPlan(
                plan.type(),
                plan.memory(),
                plan.ranges(),
                plan.vcpus(),
                plan.vcpusMeasured(),
                policy,
                plan.profile(),
                plan.notes());
    }
}
