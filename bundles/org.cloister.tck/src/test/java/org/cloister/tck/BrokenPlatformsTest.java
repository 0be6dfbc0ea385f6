// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each fault of a platform is found by the check that names it, and by no other. */
class BrokenPlatformsTest {
    private static PlatformKit kit(AlteredPlatform platform) {
        SoftSev sound = platform.sound;
        Optional<PlatformUsage> usage = sound.adapt(PlatformUsage.class);
        return new PlatformKit(
                platform, Optional.of(new SnpGuestSupport()), Optional.empty(), usage, Duration.ofSeconds(20));
    }

    private static DynamicTest caught(BrokenPlatforms.Fault fault) {
        return dynamicTest(fault.check() + ": " + fault.what(), () -> {
            PlatformKit kit = kit(fault.platform().get()).within(Duration.ofSeconds(fault.stuck() ? 5 : 20));
            assertThat(BrokenGuestsTest.failed(kit.results().stream())).containsOnlyKeys(fault.check());
        });
    }

    @TestFactory
    Stream<DynamicTest> eachFaultHasItsCheck() {
        return BrokenPlatforms.all().stream().map(BrokenPlatformsTest::caught);
    }

    @TestFactory
    Stream<DynamicTest> withoutAFaultNothingFails() {
        return Stream.of(dynamicTest(
                "sound",
                () -> assertThat(BrokenGuestsTest.failed(kit(new AlteredPlatform()).results().stream()))
                        .isEmpty()));
    }
}
