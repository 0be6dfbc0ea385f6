// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.util.List;
import org.cloister.amd.channel.GuestCpuid;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.CpuidPages;
import org.cloister.softsev.model.HostSettings;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformInit;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CPUID page at SNP_LAUNCH_UPDATE: taken, or refused with what would have been taken in its place. */
class CpuidPageTest {
    static final CpuidPageEntry GOOD = new CpuidPageEntry(0x6, 0, 0, 0, 4, 0, 1, 0);
    static final CpuidPageEntry BAD = new CpuidPageEntry(0x6, 0, 0, 0, 6, 1, 1, 0);

    private final LaunchFixture bench = LaunchFixture.started(new SoftProcessor(PlatformSettings.DEFAULT), 1);
    private final GuestCpuid cpuid = bench.machine.adapt(GuestCpuid.class).orElseThrow();

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.processor.pages()).isZero();
    }

    @Test
    void isTheGuestsAndNotMeasured() {
        Bytes page = CpuidPage.of(List.of(GOOD)).page();
        bench.put(SnpPageType.CPUID, PAGE, page);
        assertThat(bench.guestView(PAGE)).isEqualTo(page);
        assertThat(bench.digest())
                .isEqualTo(new LaunchDigest()
                        .extend(SnpPageType.CPUID, PAGE, Bytes.of(new byte[PAGE]))
                        .value());
    }

    @Test
    void isCorrectedWhereItCameFrom() {
        Bytes before = bench.digest();
        bench.stage(PAGE, CpuidPage.of(List.of(BAD, GOOD)).page());
        assertThat(refused(FirmwareStatus.INVALID_PARAM, this::update)).hasMessageContaining("leaf 6, subleaf 0");
        assertThat(bench.digest()).isEqualTo(before);
        Bytes corrected = cpuid.corrected(bench.address(PAGE));
        assertThat(CpuidPage.decode(corrected, "page").entries()).containsExactly(GOOD, GOOD);
        update();
        assertThat(bench.guestView(PAGE)).isEqualTo(corrected);
        bench.channel.execute(FINISH);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 7, 8, 15, 16 + 40, 16 + 47})
    void reservedBytesAreRefused(int at) {
        byte[] page = CpuidPage.of(List.of(GOOD)).page().toArray();
        page[at] = 1;
        bench.stage(PAGE, Bytes.of(page));
        refused(FirmwareStatus.INVALID_PARAM, this::update);
    }

    @Test
    void whatLiesBehindTheCountIsNotLookedAt() {
        byte[] page = CpuidPage.of(List.of(GOOD, BAD)).page().toArray();
        page[0] = 1;
        bench.stage(PAGE, Bytes.of(page));
        update();
    }

    @Test
    void aPageFromElsewhereIsCorrectedThere() {
        bench.turn(PAGE, PAGE);
        bench.machine
                .memory()
                .hostView()
                .write(5 * PAGE, CpuidPage.of(List.of(BAD)).page());
        SnpLaunchUpdate foreign = new SnpLaunchUpdate(1, bench.address(5 * PAGE), PAGE, SnpPageType.CPUID, 0);
        refused(FirmwareStatus.INVALID_PARAM, () -> bench.channel.execute(foreign));
        assertThat(bench.hostView(5 * PAGE))
                .isEqualTo(CpuidPage.of(List.of(GOOD)).page());
    }

    @ParameterizedTest
    @EnumSource
    void aHostMayBeLessStrict(CpuidPages mode) {
        HostSettings host = new HostSettings(PlatformInit.PROBE, mode);
        try (LaunchFixture other = LaunchFixture.started(new SoftProcessor(OtherPlatforms.on(host)), 1)) {
            other.stage(PAGE, CpuidPage.of(List.of(BAD)).page());
            SnpLaunchUpdate update = other.update(SnpPageType.CPUID, PAGE, PAGE);
            if (mode == CpuidPages.STRICT) {
                refused(FirmwareStatus.INVALID_PARAM, () -> other.channel.execute(update));
            } else {
                other.channel.execute(update);
                CpuidPageEntry taken = mode == CpuidPages.CORRECTED ? GOOD : BAD;
                assertThat(other.guestView(PAGE))
                        .isEqualTo(CpuidPage.of(List.of(taken)).page());
            }
        }
    }

    @Test
    void whatCannotBeCorrectedIsRefusedAllTheSame() {
        HostSettings host = new HostSettings(PlatformInit.PROBE, CpuidPages.CORRECTED);
        try (LaunchFixture other = LaunchFixture.started(new SoftProcessor(OtherPlatforms.on(host)), 1)) {
            other.stage(PAGE, Bytes.ofHex("41" + "00".repeat(PAGE - 1)));
            refused(
                    FirmwareStatus.INVALID_PARAM,
                    () -> other.channel.execute(other.update(SnpPageType.CPUID, PAGE, PAGE)));
        }
    }

    private void update() {
        bench.channel.execute(bench.update(SnpPageType.CPUID, PAGE, PAGE));
    }
}
