// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.Trust;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.PlatformCalls;
import org.cloister.core.guard.Vendor;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;

class HardwareTest {
    private static final String DENIED = "this user may not open /dev/kvm; run as root";

    /** A platform that makes nothing and says why. */
    private record Saying(PlatformFacts answer) implements Vmm {
        static Saying no(Trust trust) {
            return new Saying(new PlatformFacts(
                    "kvm", trust, Map.of(), Map.of("sev", DENIED, "sev-snp", DENIED, "execution", "never"), Map.of()));
        }

        @Override
        public String name() {
            return "kvm";
        }

        @Override
        public PlatformFacts facts() {
            if (answer == null) {
                throw new IllegalStateException("broken");
            }
            return answer;
        }

        @Override
        public VirtualMachine create(MachineSpec spec) {
            throw new UnsupportedOperationException();
        }
    }

    private static AskedPlatform asked(Vmm vmm) {
        try (GuardedCalls calls = new GuardedCalls()) {
            PlatformCalls platform = PlatformCalls.of(() -> vmm, new Vendor("test 1.0"), calls);
            return AskedPlatform.all(List.of(platform), calls).get(0);
        }
    }

    private static Hardware of(Vmm... platforms) {
        return new Hardware(Stream.of(platforms).map(HardwareTest::asked).toList(), Probes.NONE, Optional.empty());
    }

    private static Optional<Cause> whyNothing(Vmm platform) {
        return of().whyNothing(asked(platform));
    }

    @Test
    void platformThatOffersNothingSaysEachReasonOnce() {
        assertThat(whyNothing(Saying.no(Trust.HARDWARE)).orElseThrow().chain())
                .containsExactly("platform kvm offers no guest type", DENIED);
    }

    @Test
    void platformThatOffersSomethingIsHealthy() {
        AskedPlatform softsev = asked(new SoftSev(PlatformSettings.DEFAULT));
        assertThat(of().whyNothing(softsev)).isEmpty();
        assertThat(softsev.types()).contains("sev-snp").doesNotContain("execution");
    }

    @Test
    void platformThatThrowsIsSaidToDoSo() {
        assertThat(whyNothing(new Saying(null)).orElseThrow().chain())
                .hasSize(2)
                .startsWith("platform kvm does not report what it offers")
                .anySatisfy(line ->
                        assertThat(line).contains("test 1.0", "facts threw java.lang.IllegalStateException: broken"));
    }

    @Test
    void conditionThatDoesNotHoldIsExplainedByPlatformsOfItsTrust() {
        Hardware hardware = of(Saying.no(Trust.HARDWARE));
        assertThat(hardware.whyNotHeld("cloister.hardware.sev").chain())
                .containsExactly(
                        "condition cloister.hardware.sev does not hold", "platform kvm does not offer sev: " + DENIED);
        assertThat(hardware.whyNotHeld("cloister.emulated.sev").firstCause())
                .isEqualTo("there is no emulated platform");
        assertThat(hardware.whyNotHeld("vendor.ready").remedy()).contains("vendor.ready");
    }
}
