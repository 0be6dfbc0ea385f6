// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.tck.check.CheckResult;
import org.cloister.tck.check.CheckResult.Status;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each fault of a guest type is found by the check that names it, and by no other. */
class BrokenGuestsTest {
    private static final SoftSev PLATFORM = new SoftSev();

    static Map<String, String> failed(Stream<CheckResult> results) {
        return results.filter(result -> result.status() == Status.FAILED)
                .collect(Collectors.toMap(
                        result -> result.rule().name(), CheckResult::seen, (one, other) -> one, TreeMap::new));
    }

    private static DynamicTest passed(String name, AlteredGuest sound) {
        return dynamicTest(
                name,
                () -> assertThat(failed(GuestTypeKit.of(sound, PLATFORM).results().stream()))
                        .isEmpty());
    }

    private static DynamicTest caught(BrokenGuests.Fault fault) {
        return dynamicTest(fault.check() + ": " + fault.what(), () -> {
            Supplier<AlteredGuest> broken = fault.guest();
            GuestTypeKit kit =
                    GuestTypeKit.of(broken.get(), PLATFORM).within(Duration.ofSeconds(fault.stuck() ? 5 : 20));
            if (fault.beside()) {
                kit = kit.beside(new SnpGuestSupport());
            }
            assertThat(failed(kit.results().stream())).containsOnlyKeys(fault.check());
        });
    }

    @TestFactory
    Stream<DynamicTest> eachFaultHasItsCheck() {
        return BrokenGuests.all().stream().map(BrokenGuestsTest::caught);
    }

    @TestFactory
    Stream<DynamicTest> withoutAFaultNothingFails() {
        return Stream.of(
                passed("sound", new AlteredGuest()),
                passed("sound, and can be sent", new SendableGuest(new AlteredTransfer())));
    }
}
