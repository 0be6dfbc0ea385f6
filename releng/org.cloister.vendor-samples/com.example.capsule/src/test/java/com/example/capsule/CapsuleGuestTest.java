// SPDX-License-Identifier: Apache-2.0
package com.example.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.example.capsulevm.internal.CapsuleVmm;
import com.example.rehearsal.Rehearsal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.Measurement;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.tck.GuestTypeKit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapsuleGuestTest {
    private static final Bytes IMAGE = Bytes.of(new byte[] {1, 2, 3});

    private final CapsuleGuest support = new CapsuleGuest();
    private final CapsuleVmm platform = new CapsuleVmm();

    /** Every rule of the API, each a test; those of moving among them. */
    @TestFactory
    Stream<DynamicTest> theKitPasses() {
        return GuestTypeKit.of(support, platform).results().stream()
                .map(result -> dynamicTest(result.rule().name(), result::requireGood));
    }

    private static GuestRequest request(Bytes image, int vcpus, long memory, Map<String, String> properties) {
        return new GuestRequest(new Image("image", image), Optional.empty(), vcpus, "any", memory, properties);
    }

    private static GuestRequest request(Map<String, String> properties) {
        return request(IMAGE, 2, 2 << 20, properties);
    }

    @Test
    void theProcessorMeasuresWhatWasExpected() {
        try (Rehearsal launch = new Rehearsal(support, platform, request(Map.of("label", "first")))) {
            Measurement expected = support.expect(launch.plan()).orElseThrow();
            Measurement paused = launch.toThePause().measure();
            assertThat(paused.value()).isEqualTo(expected.value());
            assertThat(paused.source()).isEqualTo(Measurement.Source.FIRMWARE);
            assertThat(launch.status().ready()).isFalse();
            assertThat(launch.finish().measure()).isEqualTo(paused);
            assertThat(launch.status().ready()).isTrue();
        }
    }

    @Test
    void everythingThatIsAskedForIsMeasured() {
        assertThat(Stream.of(
                                request(Map.of()),
                                request(Map.of("label", "other")),
                                request(Map.of("debug", "on")),
                                request(IMAGE, 1, 2 << 20, Map.of()),
                                request(Bytes.of(new byte[] {1, 2, 4}), 2, 2 << 20, Map.of()))
                        .map(support::plan)
                        .map(support::expect))
                .doesNotHaveDuplicates();
    }

    @Test
    void theHostCannotReadWhatWasPutIn() {
        try (Rehearsal launch = new Rehearsal(support, platform, request(Map.of()))) {
            launch.toThePause();
            assertThat(launch.machine().memory().guestView().read(CapsulePlan.IMAGE_AT, 3))
                    .isEqualTo(IMAGE);
            assertThatThrownBy(() -> launch.machine().memory().hostView().read(CapsulePlan.IMAGE_AT, 3))
                    .hasMessageContaining("private");
        }
    }

    @Test
    void aHoleInTheProtectionIsSeen() {
        try (Rehearsal launch = new Rehearsal(support, platform, request(Map.of()))) {
            launch.toThePause().finish();
            launch.machine().memory().turn(CapsulePlan.IMAGE_AT, 4096, Visibility.SHARED, Turn.LAUNCH_UPDATE);
            assertThat(launch.status().ready()).isFalse();
            assertThat(launch.status().detail()).contains("0x100000");
        }
    }

    @Test
    void anotherPlatformSaysWhatIsMissing() {
        PlatformFacts other = new PlatformFacts("other", Trust.EMULATED, Map.of(), Map.of(), Map.of());
        assertThat(support.eligible(other, request(Map.of())).obstacles())
                .singleElement()
                .asString()
                .contains("other does not offer capsule", "com.example.capsulevm");
    }

    @ParameterizedTest
    @CsvSource({"debug,maybe", "label,Ünlabelled"})
    void aWrongPropertyIsNamed(String name, String value) {
        assertThatThrownBy(() -> support.plan(request(Map.of(name, value))))
                .hasMessageContaining(name)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @CsvSource({"0,2097152,vcpus", "17,2097152,vcpus", "1,1048576,memory", "1,2097153,memory"})
    void aWrongSizeIsNamed(int vcpus, long memory, String field) {
        assertThatThrownBy(() -> support.plan(request(IMAGE, vcpus, memory, Map.of())))
                .hasMessageStartingWith(field);
    }
}
