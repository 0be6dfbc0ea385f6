// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.client.VmplPermissions.ALL;
import static org.cloister.softsev.client.VmplPermissions.READ;
import static org.cloister.softsev.client.VmplPermissions.WRITE;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.PagesBench.content;

import java.util.List;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.softsev.client.RmpState;
import org.cloister.softsev.client.SnpPageCommand.LaunchUpdate;
import org.cloister.softsev.client.SnpPages;
import org.cloister.softsev.client.SnpPages.Result;
import org.cloister.softsev.client.SnpPages.Update;
import org.cloister.softsev.client.VmplPermissions;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SNP_LAUNCH_UPDATE as the firmware has it: pages with permissions of less privileged levels, and of 2 MiB. */
class PageLaunchTest {
    private static final long GPA = 2 << 20;

    private final LaunchFixture bench = new LaunchFixture(
            new SoftProcessor(PlatformSettings.DEFAULT), List.of(new MemoryRegion("ram", 0, 8 << 20)), 1);
    private final SnpPages pages = bench.machine.adapt(SnpPages.class).orElseThrow();
    private final PageStateChanges changes =
            bench.machine.adapt(PageStateChanges.class).orElseThrow();

    PageLaunchTest() {
        bench.start();
    }

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.processor.pages()).isZero();
    }

    @Test
    void permissionsAreMeasuredKeptAndEnforced() {
        long page = filled(false);
        pages.execute(new LaunchUpdate(pages.contextAddress(), page, SnpPageType.NORMAL, false, READ | WRITE, READ, 0));
        assertThat(bench.digest())
                .isEqualTo(new LaunchDigest()
                        .extend(SnpPageType.NORMAL, GPA, content(1), READ | WRITE, READ, 0)
                        .value())
                .isNotEqualTo(new LaunchDigest()
                        .extend(SnpPageType.NORMAL, GPA, content(1))
                        .value());
        assertThat(pages.state(page)).isEqualTo(RmpState.GUEST_VALID);
        bench.turn(GPA, PAGE);
        pages.map(GPA, page);
        bench.channel.execute(FINISH);
        assertThat(changes.entry(GPA).permissions()).isEqualTo(new VmplPermissions(ALL, READ | WRITE, READ, 0));
        for (int vmpl = 0; vmpl < 3; vmpl++) {
            assertThat(changes.view(vmpl).read(GPA, PAGE)).isEqualTo(content(1));
        }
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> changes.view(3).read(GPA, 1));
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(() -> changes.view(2).write(GPA, content(2)));
        changes.view(1).write(GPA, content(2));
        assertThat(bench.guestView(GPA)).isEqualTo(content(2));
    }

    @Test
    void aLargePageIsMeasuredPageByPage() {
        long page = filled(true);
        pages.execute(new LaunchUpdate(pages.contextAddress(), page, SnpPageType.NORMAL, true, 0, 0, 0));
        LaunchDigest digest = new LaunchDigest();
        digest.extend(SnpPageType.NORMAL, GPA, content(1));
        digest.extend(SnpPageType.NORMAL, GPA + PAGE, Bytes.of(new byte[(2 << 20) - PAGE]));
        assertThat(bench.digest()).isEqualTo(digest.value());
        long other = filled(true);
        refused(
                FirmwareStatus.INVALID_PAGE_SIZE,
                new LaunchUpdate(pages.contextAddress(), other, SnpPageType.SECRETS, true, 0, 0, 0));
        refused(
                FirmwareStatus.INVALID_PAGE_SIZE,
                new LaunchUpdate(pages.contextAddress(), other, SnpPageType.NORMAL, false, 0, 0, 0));
    }

    @Test
    void aCpuidPageThatIsRefusedHasWhatIsAllowed() {
        long page = pages.allocate(false, true);
        Bytes bad = CpuidPage.of(List.of(CpuidPageTest.BAD)).page();
        pages.write(page, bad);
        lend(page, false);
        LaunchUpdate update = new LaunchUpdate(pages.contextAddress(), page, SnpPageType.CPUID, false, 0, 0, 0);
        refused(FirmwareStatus.INVALID_PARAM, update);
        assertThat(pages.state(page)).isEqualTo(RmpState.PRE_GUEST);
        assertThat(pages.read(page)).isNotEqualTo(bad);
        pages.execute(update);
        assertThat(pages.state(page)).isEqualTo(RmpState.GUEST_VALID);
    }

    private long filled(boolean large) {
        long page = pages.allocate(large, true);
        pages.write(page, content(1));
        lend(page, large);
        return page;
    }

    private void lend(long page, boolean large) {
        assertThat(pages.rmpUpdate(page, new Update(true, large, true, pages.asid(), GPA)))
                .isEqualTo(Result.DONE);
    }

    private void refused(FirmwareStatus status, LaunchUpdate command) {
        Bytes digest = bench.digest();
        assertThatExceptionOfType(SevCommandException.class)
                .isThrownBy(() -> pages.execute(command))
                .matches(e -> e.firmwareStatus() == status.code());
        assertThat(bench.digest()).isEqualTo(digest);
    }
}
