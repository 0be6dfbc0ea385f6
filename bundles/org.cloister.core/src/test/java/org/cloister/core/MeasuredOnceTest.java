// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The secure processor measures a guest of SEV once, before the finish: whoever has it done knows more than others, and
 * the guest goes on whoever comes and goes around that.
 */
class MeasuredOnceTest {
    private static final ContextSchema NEXT = new ContextSchema("com.example.next", 1);

    private final TestBed bed = TestBed.bare();
    private int measured;

    /** One that takes over whatever it finds. */
    private final class Adopter extends Tampered {
        Adopter(ConfidentialGuestSupport real) {
            super(real);
        }

        @Override
        public ContextSchema contextSchema() {
            return NEXT;
        }

        @Override
        public boolean canAdopt(ContextSchema schema) {
            return true;
        }

        @Override
        public LaunchContext adopt(LaunchContext context) {
            return context.under(NEXT);
        }

        @Override
        void before(String operation, Machine machine) {
            measured += operation.equals("measure") ? 1 : 0;
        }

        @Override
        LaunchContext after(String operation, LaunchContext answer) {
            return answer.under(NEXT);
        }
    }

    private static ConfidentialGuestSupport support(String type) {
        return type.equals("sev") ? new SevGuestSupport() : new SevEsGuestSupport();
    }

    private LaunchedGuest paused(ConfidentialGuestSupport type, Runnable beforeItIsMeasured) {
        Map<String, String> policy = Map.of("policy", type instanceof SevGuestSupport ? "0x1" : "0x5");
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 64 << 20, policy);
        LaunchListener listener = new LaunchListener() {
            @Override
            public void begins(String step) {
                if (step.equals("measure")) {
                    beforeItIsMeasured.run();
                }
            }
        };
        return (LaunchedGuest) bed.launcher.launch(
                new LaunchRequest(new TypeChoice.Named(type.type()), Trust.EMULATED, request, true),
                listener,
                Limits.NONE);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().asids()).isZero();
        bed.calls.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void anAdopterThatCameForTheMeasurementAndWentLeavesTheGuestToItsOwn(String type) {
        ConfidentialGuestSupport own = support(type);
        ConfidentialGuestSupport adopter = new Adopter(support(type));
        bed.install(bed.platform);
        bed.install(own, 0);
        try (LaunchedGuest guest = paused(own, () -> bed.install(adopter, 999))) {
            guest.status();
            bed.uninstall(adopter);
            guest.proceed(Limits.NONE);
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.context().orElseThrow().schema()).isEqualTo(own.contextSchema());
        }
        assertThat(measured).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void whereItsOwnWentWhoMeasuredItGoesOnWithIt(String type) {
        ConfidentialGuestSupport own = support(type);
        bed.install(bed.platform);
        bed.install(own, 0);
        Runnable swapped = () -> {
            bed.install(new Adopter(support(type)), -1);
            bed.uninstall(own);
        };
        try (LaunchedGuest guest = paused(own, swapped)) {
            assertThat(measured).isPositive();
            bed.install(own, 0);
            guest.proceed(Limits.NONE);
            assertThat(guest.state()).isEqualTo(GuestState.RUNNING);
            assertThat(guest.context().orElseThrow().schema()).isEqualTo(NEXT);
        }
    }
}
