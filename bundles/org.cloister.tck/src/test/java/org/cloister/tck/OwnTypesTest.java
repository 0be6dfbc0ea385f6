// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.tck.check.CheckResult;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What Cloister brings itself keeps every rule. */
class OwnTypesTest {
    private static final GuestRequest REQUEST =
            new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 16 << 20, Map.of());

    private static Stream<DynamicTest> tests(List<CheckResult> results) {
        return results.stream().map(result -> dynamicTest(result.rule().name(), result::requireGood));
    }

    private static Stream<DynamicTest> of(ConfidentialGuestSupport support) {
        return tests(GuestTypeKit.of(support, new SoftSev()).launching(REQUEST).results());
    }

    @TestFactory
    Stream<DynamicTest> sev() {
        return of(new SevGuestSupport());
    }

    @TestFactory
    Stream<DynamicTest> sevEs() {
        return of(new SevEsGuestSupport());
    }

    @TestFactory
    Stream<DynamicTest> sevSnp() {
        return of(new SnpGuestSupport());
    }

    @TestFactory
    Stream<DynamicTest> softwarePlatform() {
        SoftSev platform = new SoftSev();
        Optional<PlatformUsage> usage = platform.adapt(PlatformUsage.class);
        return tests(new PlatformKit(
                        platform, Optional.of(new SnpGuestSupport()), Optional.of(REQUEST), usage, GuestTypeKit.LIMIT)
                .results());
    }
}
