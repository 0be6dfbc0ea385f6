// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What types of other vendors have otherwise: late measurements, registers, no firmware, no word for debug. */
class OtherVendorsTypeTest {
    private static final Image FIRMWARE = SampleFirmware.image();

    private final TestBed bed = TestBed.bare();
    private final Domain type = new Domain();

    @BeforeEach
    void install() {
        bed.install(bed.platform);
        bed.install(type, 0);
    }

    private static LaunchRequest request(boolean paused, Map<String, String> properties) {
        GuestRequest guest =
                new GuestRequest(GuestRequest.NO_FIRMWARE, Optional.empty(), 1, "EPYC-v4", 64 << 20, properties);
        return new LaunchRequest(new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, guest, paused);
    }

    private Guest launch(boolean paused, Map<String, String> properties) {
        return bed.launcher.launch(request(paused, properties), LaunchListener.SILENT, Limits.NONE);
    }

    private static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(CloisterException.class, call).problem();
    }

    @Test
    void thePauseHasAnExpectationAndTheFinishAMeasurement() {
        try (Guest guest = launch(true, Map.of())) {
            assertThat(guest.state()).isEqualTo(GuestState.PAUSED);
            assertThat(guest.report().measurement()).isEmpty();
            Measurement expected = guest.report().expected().orElseThrow();
            assertThat(expected.source()).isEqualTo(Measurement.Source.COMPUTED);
            guest.proceed(Limits.NONE);
            assertThat(guest.report().expected()).isEmpty();
            assertThat(guest.report().measurement().orElseThrow().differences(expected))
                    .isEmpty();
        }
    }

    @Test
    void aFinishedGuestThatIsAnotherThanWasShownIsClosed() {
        Guest guest = launch(true, Map.of());
        type.register = "ff";
        Problem seen = problem(() -> guest.proceed(Limits.NONE));
        assertThat(seen.code()).isEqualTo("guest.measurement");
        assertThat(seen.found()).isEqualTo("RTMR0=ff");
        assertThat(seen.expected()).isEqualTo("RTMR0=00");
        assertThat(guest.state()).isEqualTo(GuestState.CLOSED);
        assertThat(bed.usage().machines()).isZero();
    }

    @Test
    void aTypeThatNeedsNoFirmwareGetsNone() {
        LaunchRequest asked = request(false, Map.of());
        LaunchRequest filled = new LaunchRequest(
                asked.type(), asked.platform(), asked.guest(), false, Optional.of(new Image("sample", Bytes.EMPTY)));
        bed.launcher.launch(filled, LaunchListener.SILENT, Limits.NONE).close();
        assertThat(type.requests)
                .allSatisfy(one -> assertThat(one.hasFirmware()).isFalse());
        assertThat(bed.launcher.needsFirmware(TestBed.SNP)).isFalse();
    }

    @Test
    void aTypeThatNeedsFirmwareGetsTheFallbackOrRefuses() {
        bed.install(new SnpGuestSupport(), 1);
        LaunchRequest asked = request(false, Map.of());
        assertThat(bed.launcher.needsFirmware(TestBed.SNP)).isTrue();
        assertThat(problem(() -> launch(false, Map.of())).code()).isEqualTo("firmware.missing");
        LaunchRequest filled =
                new LaunchRequest(asked.type(), asked.platform(), asked.guest(), false, Optional.of(FIRMWARE));
        try (Guest guest = bed.launcher.launch(filled, LaunchListener.SILENT, Limits.NONE)) {
            assertThat(guest.report().plan().ranges().get(0).content()).contains(FIRMWARE.content());
        }
    }

    @Test
    void debugOffIsKeptForATypeWithoutThatWord() {
        try (Guest guest = launch(false, Map.of("debug", "off"))) {
            assertThat(guest.properties()).containsEntry("debug", "off");
            assertThat(type.requests)
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(one.properties()).doesNotContainKey("debug"));
            assertThat(problem(() -> guest.debugRead(0, 1, Limits.NONE)).code()).isEqualTo("debug.policy");
            assertThat(problem(() -> guest.debugWrite(0, Bytes.ofHex("00"), Limits.NONE))
                            .code())
                    .isEqualTo("debug.policy");
            assertThat(type.debugged).isFalse();
        }
        try (Guest guest = launch(false, Map.of())) {
            assertThat(guest.debugRead(0, 1, Limits.NONE)).isEqualTo(Bytes.ofHex("00"));
        }
    }

    @Test
    void debugOnNeedsATypeWithThatWord() {
        Problem refused = problem(() -> launch(false, Map.of("debug", "on")));
        assertThat(refused.code()).isEqualTo("property.unknown");
        assertThat(refused.expected()).startsWith("off");
        assertThat(problem(() -> launch(false, Map.of("debug", "perhaps"))).code())
                .isEqualTo("property.unknown");
    }

    /** SEV-SNP in other words. */
    private static final class Domain extends Tampered implements DebugAccess {
        private final List<GuestRequest> requests = new ArrayList<>();
        private String register = "00";
        private boolean finished;
        private boolean debugged;

        Domain() {
            super(new SnpGuestSupport());
        }

        @Override
        public List<PropertyDescription> properties() {
            return super.properties().stream()
                    .filter(one -> !one.name().equals("debug"))
                    .toList();
        }

        @Override
        public boolean needsFirmware() {
            return false;
        }

        @Override
        public boolean measuresBeforeFinish() {
            return false;
        }

        @Override
        public LaunchPlan plan(GuestRequest request) {
            requests.add(request);
            return super.plan(request.withFirmware(FIRMWARE));
        }

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            requests.add(request);
            return super.init(request.withFirmware(FIRMWARE), plan, machine);
        }

        @Override
        public Optional<Measurement> expect(LaunchPlan plan) {
            return super.expect(plan).map(one -> one.with(registers("00", MeasuredRegister.Source.COMPUTED)));
        }

        @Override
        public LaunchContext finish(LaunchContext context, Machine machine) {
            finished = true;
            return super.finish(context, machine);
        }

        @Override
        public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
            assertThat(finished).isTrue();
            Outcome<Measurement> real = super.measure(context, machine);
            return new Outcome<>(real.context(), real.value().with(registers(register, MeasuredRegister.Source.GUEST)));
        }

        private static List<MeasuredRegister> registers(String value, MeasuredRegister.Source source) {
            return List.of(new MeasuredRegister("RTMR0", "SHA-384", Bytes.ofHex(value), source, true));
        }

        @Override
        public Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine) {
            debugged = true;
            return Bytes.of(new byte[length]);
        }

        @Override
        public void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine) {
            throw new AssertionError();
        }

        @Override
        public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
            return capability == DebugAccess.class ? Optional.of(capability.cast(this)) : Optional.empty();
        }
    }
}
