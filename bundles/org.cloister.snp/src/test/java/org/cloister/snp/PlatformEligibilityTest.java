// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Trust;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.PlatformFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformEligibilityTest {
    private static final Map<String, Long> NUMBERS = Map.of(
            "max-vcpus", 4L, "max-memory", 1L << 30, "cbit", 51L, "reduced-phys-bits", 5L, "vmsa-features", 0x20L);

    private static Eligibility judge(Map<String, String> absent, int vcpus, long memory, Map<String, String> given) {
        Map<String, String> features = absent.isEmpty() ? Map.of("sev-snp", "in software") : Map.of();
        PlatformFacts facts = new PlatformFacts("test", Trust.EMULATED, features, absent, NUMBERS);
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), vcpus, "EPYC-v4", memory, given);
        return new SnpGuestSupport().eligible(facts, request);
    }

    @Test
    void platformThatOffersEverythingIsEligible() {
        Eligibility verdict = judge(Map.of(), 4, 1 << 30, Map.of("cbitpos", "51", "reduced-phys-bits", "1"));
        assertThat(verdict.eligible()).isTrue();
        assertThat(verdict.remark()).isEqualTo("in software");
    }

    @Test
    void platformsOwnReasonIsPassedOn() {
        Eligibility verdict = judge(Map.of("sev-snp", "switched off in the firmware setup"), 1, 1 << 20, Map.of());
        assertThat(verdict.obstacles()).containsExactly("switched off in the firmware setup");
    }

    @Test
    void featuresBeyondThePlatformsAreNamed() {
        assertThat(judge(Map.of(), 1, 1 << 20, Map.of("guest-features", "0x21")).eligible())
                .isTrue();
        assertThat(judge(Map.of(), 1, 1 << 20, Map.of("guest-features", "0x8021"))
                        .obstacles())
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains("0x8000").contains("0x21"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "5", "63"})
    void m1AddressBitsThatAGuestLosesAreNotHeldAgainstTheHost(String given) {
        Eligibility verdict = judge(Map.of(), 4, 1 << 30, Map.of("cbitpos", "51", "reduced-phys-bits", given));
        assertThat(verdict.obstacles()).isEmpty();
    }

    @Test
    void everyObstacleIsNamed() {
        Eligibility verdict = judge(Map.of(), 5, (1L << 30) + 4096, Map.of("cbitpos", "47", "reduced-phys-bits", "5"));
        assertThat(verdict.obstacles())
                .hasSize(3)
                .anyMatch(reason -> reason.contains("5 vCPUs") && reason.contains("4"))
                .anyMatch(reason -> reason.contains("bytes of memory"))
                .anyMatch(reason -> reason.contains("cbitpos=47") && reason.contains("51"));
    }

    @ParameterizedTest
    @CsvSource({
        "0x30000,     0x3fbffff, 1, 1,",
        "0x20000,     0x3fbffff, 0, 1,",
        "0x20000,     0x3fbffff, 1, 1, smt=off",
        "0x130000,    0x3fbffff, 1, 2, single socket",
        "0x130000,    0x3fbffff, 1, 1,",
        "0x430000,    0x1bffff,  1, 1, 22 (mem-aes-256-xts)",
        "0x70000,     0x3fbffff, 1, 1, no Linux has a migration agent",
        "0x430000,    0x5bffff,  1, 1,"
    })
    void policiesThatThePlatformCannotFulfilAreNamed(String policy, String mask, long smt, long sockets, String named) {
        Map<String, Long> numbers = Map.of("snp-policy-bits", Long.decode(mask), "smt", smt, "sockets", sockets);
        PlatformFacts facts =
                new PlatformFacts("test", Trust.EMULATED, Map.of("sev-snp", "in software"), Map.of(), numbers);
        GuestRequest request = new GuestRequest(
                SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 1 << 20, Map.of("policy", policy));
        Eligibility verdict = new SnpGuestSupport().eligible(facts, request);
        assertThat(verdict.eligible()).isEqualTo(named == null);
        assertThat(String.join("; ", verdict.obstacles())).contains(named == null ? "" : named);
    }
}
