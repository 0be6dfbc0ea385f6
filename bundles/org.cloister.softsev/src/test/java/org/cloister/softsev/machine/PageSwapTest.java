// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.PagesBench.COUNT;
import static org.cloister.softsev.machine.PagesBench.LARGE;
import static org.cloister.softsev.machine.PagesBench.LARGE_GPA;
import static org.cloister.softsev.machine.PagesBench.PAGE;
import static org.cloister.softsev.machine.PagesBench.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.RmpState;
import org.cloister.softsev.client.SnpPageCommand.Kind;
import org.cloister.softsev.client.SnpPageCommand.Move;
import org.cloister.softsev.client.SnpPageCommand.Reclaim;
import org.cloister.softsev.client.SnpPageCommand.SwapIn;
import org.cloister.softsev.client.SnpPageCommand.SwapOut;
import org.cloister.softsev.client.SnpPageCommand.Unsmash;
import org.cloister.softsev.client.SnpPages.Result;
import org.cloister.softsev.client.SnpPages.Update;
import org.cloister.softsev.client.VmplPermissions;
import org.cloister.softsev.machine.PageStateChanges.RmpAdjust;
import org.cloister.softsev.machine.PagesBench.Swapped;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages that go to the hypervisor and come back, as a hypervisor does it from the first instruction to the last. */
class PageSwapTest {
    private final PagesBench bench = new PagesBench(new SoftProcessor(PlatformSettings.DEFAULT));

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.launch.processor.pages()).isZero();
    }

    @Test
    void aPageComesBackInAnotherPlaceOfTheMachine() {
        long gpa = bench.gpa(3);
        bench.changes.rmpadjust(new RmpAdjust(gpa, false, 0, 2, VmplPermissions.READ, false));
        RmpEntry before = bench.changes.entry(gpa);
        Swapped swapped = bench.out(bench.lent(gpa), Kind.DATA);
        assertThat(bench.pages.read(swapped.ciphertext())).isNotEqualTo(content(3));
        refused(() -> bench.launch.guestView(gpa));

        long destination = bench.preGuest(false);
        bench.pages.execute(bench.in(swapped, destination));
        assertThat(bench.pages.state(destination)).isEqualTo(RmpState.PRE_SWAP);
        bench.pages.map(gpa, destination);
        refused(() -> bench.launch.guestView(gpa));
        bench.pages.execute(new Reclaim(destination, false));
        assertThat(bench.launch.guestView(gpa)).isEqualTo(content(3));
        assertThat(bench.changes.entry(gpa)).isEqualTo(before);
        assertThat(bench.pages.address(gpa)).isEqualTo(destination);
    }

    @Test
    void whoseEntryWasUsedIsRefused() {
        Swapped swapped = bench.out(bench.lent(bench.gpa(3)), Kind.DATA);
        bench.pages.execute(bench.in(swapped, bench.preGuest(false)));
        long second = bench.preGuest(false);
        bench.refused(FirmwareStatus.INVALID_MDATA_ENTRY, bench.in(swapped, second));
    }

    @Test
    void eachChangedBitIsFound() {
        Swapped swapped = bench.out(bench.lent(bench.gpa(3)), Kind.DATA);
        Bytes good = bench.pages.read(swapped.ciphertext());
        bench.pages.execute(new Reclaim(swapped.ciphertext(), false));
        bench.update(swapped.ciphertext(), Update.HYPERVISOR);
        long destination = bench.preGuest(false);
        for (int bit = 0; bit < PAGE * 8; bit += 4099) {
            byte[] bad = good.toArray();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            bench.pages.write(swapped.ciphertext(), Bytes.of(bad));
            bench.refused(FirmwareStatus.BAD_MEASUREMENT, bench.in(swapped, destination));
        }
        bench.pages.write(swapped.ciphertext(), good);
        assertThat(bench.status(bench.in(swapped, destination))).isZero();
    }

    @Test
    void theEntryTellsThePage() {
        long gpa = bench.gpa(3);
        Swapped swapped = bench.out(bench.lent(gpa), Kind.DATA);
        ByteBuffer entry = ByteBuffer.wrap(
                        bench.pages.read(swapped.entry().getAsLong()).toArray())
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(entry.getLong(0x00)).isEqualTo(77);
        assertThat(entry.getLong(0x08)).isZero();
        assertThat(entry.getLong(0x20)).isEqualTo(gpa | 3);
        assertThat(entry.getLong(0x28)).isEqualTo(VmplPermissions.ALL);
        assertThat(entry.getLong(0x30)).isZero();
        Swapped next = bench.out(
                bench.lent(bench.gpa(3)),
                Kind.DATA,
                OptionalLong.of(swapped.entry().getAsLong() + 64));
        Bytes page = bench.pages.read(next.entry().getAsLong() / PAGE * PAGE);
        assertThat(page.slice(64 + 8, 8).hex()).isEqualTo("0100000000000000");
        assertThat(bench.pages.read(next.ciphertext())).isNotEqualTo(bench.pages.read(swapped.ciphertext()));
    }

    @Test
    void entriesAreSwappedThemselvesDownToTheRoot() {
        long gpa = bench.gpa(3);
        Swapped data = bench.out(bench.lent(gpa), Kind.DATA);
        Swapped entries = bench.out(data.entry().getAsLong(), Kind.METADATA, OptionalLong.empty());
        assertThat(bench.pages.state(data.entry().getAsLong())).isEqualTo(RmpState.FIRMWARE);
        bench.refused(FirmwareStatus.INVALID_PAGE_STATE, bench.in(data, bench.preGuest(false)));

        long back = bench.firmware(false);
        bench.pages.execute(bench.in(entries, back));
        bench.refused(FirmwareStatus.INVALID_MDATA_ENTRY, bench.in(entries, bench.firmware(false)));
        long destination = bench.preGuest(false);
        bench.pages.execute(new SwapIn(
                bench.guest, data.ciphertext(), destination, OptionalLong.of(back), false, Kind.DATA, false));
        bench.pages.map(gpa, destination);
        bench.pages.execute(new Reclaim(destination, false));
        assertThat(bench.launch.guestView(gpa)).isEqualTo(content(3));
    }

    @Test
    void registersAreSwapped() {
        long page = bench.pages.vmsaAddress(1);
        RmpEntry before = bench.pages.entry(page);
        assertThat(before.vmsa()).isTrue();
        bench.update(bench.touch(page), new Update(true, false, true, before.asid(), before.gpa()));
        Swapped swapped = bench.out(page, Kind.VMSA);
        long destination = bench.preGuest(false);
        bench.refused(
                FirmwareStatus.INVALID_MDATA_ENTRY,
                new SwapIn(bench.guest, swapped.ciphertext(), destination, swapped.entry(), false, Kind.DATA, false));
        bench.pages.execute(bench.in(swapped, destination));
        bench.pages.execute(new Reclaim(destination, false));
        assertThat(bench.pages.entry(destination)).isEqualTo(before);
        bench.pages.mapVmsa(1, destination);
        assertThat(bench.pages.vmsaAddress(1)).isEqualTo(destination);
    }

    @Test
    void aPageComesBackWhereItsCiphertextLies() {
        long gpa = bench.gpa(3);
        Swapped swapped = bench.out(bench.lent(gpa), Kind.DATA);
        long place = bench.touch(bench.pages.allocate(false, true));
        bench.pages.write(place, bench.pages.read(swapped.ciphertext()));
        bench.update(place, new Update(true, false, true, bench.pages.asid(), 0));
        bench.pages.map(gpa, place);
        bench.pages.execute(new SwapIn(bench.guest, place, place, swapped.entry(), false, Kind.DATA, true));
        bench.pages.execute(new Reclaim(place, false));
        assertThat(bench.launch.guestView(gpa)).isEqualTo(content(3));
    }

    @Test
    void largePagesAreSwappedAsAWhole() {
        long gpa = bench.largeGpa(4);
        long source = bench.lent(gpa);
        bench.refused(
                FirmwareStatus.INVALID_PAGE_SIZE,
                new SwapOut(bench.guest, source, bench.firmware(false), OptionalLong.empty(), 0, false, Kind.DATA));
        Swapped swapped = bench.out(source, Kind.DATA);
        long destination = bench.preGuest(true);
        bench.pages.execute(bench.in(swapped, destination));
        bench.pages.map(gpa, destination);
        bench.pages.execute(new Reclaim(destination, true));
        assertThat(bench.launch.guestView(gpa + 5 * PAGE)).isEqualTo(content(4));
        assertThat(bench.changes.entry(gpa + LARGE - PAGE).large()).isTrue();
    }

    @Test
    void aMovedPageIsReadAtOnePlaceOnly() {
        long gpa = bench.gpa(5);
        long source = bench.lent(gpa);
        long destination = bench.preGuest(false);
        bench.pages.execute(new Move(bench.guest, source, destination, false));
        assertThat(bench.pages.state(source)).isEqualTo(RmpState.GUEST_INVALID);
        assertThat(bench.pages.state(destination)).isEqualTo(RmpState.GUEST_VALID);
        refused(() -> bench.launch.guestView(gpa));
        bench.pages.map(gpa, destination);
        assertThat(bench.launch.guestView(gpa)).isEqualTo(content(5));
        assertThat(bench.pages.read(source)).isNotEqualTo(bench.pages.read(destination));
    }

    @Test
    void aPageBehindAnotherAddressIsNotRead() {
        long gpa = bench.gpa(5);
        long other = bench.gpa(6);
        long destination = bench.preGuest(false);
        bench.pages.execute(new Move(bench.guest, bench.lent(gpa), destination, false));
        bench.pages.map(other, destination);
        refused(() -> bench.launch.guestView(other));
        long hypervisors = bench.pages.allocate(false, true);
        bench.pages.map(gpa, hypervisors);
        refused(() -> bench.launch.guestView(gpa));
    }

    @Test
    void smallPagesBecomeALargeOne() {
        long gpa = bench.largeGpa(4);
        long first = bench.pages.address(gpa);
        assertThat(bench.pages.psmash(first)).isEqualTo(Result.DONE);
        assertThat(bench.pages.psmash(first)).isEqualTo(Result.FAIL_INPUT);
        for (int i = 0; i < COUNT; i++) {
            assertThat(bench.status(new Unsmash(first))).isEqualTo(FirmwareStatus.INVALID_PAGE_STATE.code());
            bench.lent(LARGE_GPA + (long) i * PAGE);
        }
        bench.pages.execute(new Unsmash(first));
        assertThat(bench.pages.psmash(first)).isEqualTo(Result.FAIL_PERMISSION);
        bench.pages.execute(new Reclaim(first, true));
        assertThat(bench.changes.entry(gpa + PAGE).large()).isTrue();
        assertThat(bench.launch.guestView(gpa + 5 * PAGE)).isEqualTo(content(4));
    }

    @Test
    void theHypervisorWritesItsOwnPagesOnly() {
        long page = bench.firmware(false);
        refused(() -> bench.pages.write(page, content(1)));
        assertThat(bench.pages.rmpUpdate(page, Update.HYPERVISOR)).isEqualTo(Result.FAIL_PERMISSION);
        bench.pages.execute(new Reclaim(page, false));
        refused(() -> bench.pages.write(page, content(1)));
        bench.update(page, Update.HYPERVISOR);
        bench.pages.write(page, content(1));
        assertThat(bench.pages.read(page)).isEqualTo(content(1));
    }

    @Test
    void nobodyCanForgeAMetadataPage() {
        long page = bench.pages.allocate(false, true);
        assertThat(bench.pages.rmpUpdate(page, new Update(true, false, true, 0, bench.guest)))
                .isEqualTo(Result.FAIL_INPUT);
        assertThat(bench.pages.rmpUpdate(bench.guest, Update.HYPERVISOR)).isEqualTo(Result.FAIL_PERMISSION);
    }

    @Test
    void sizesOfEntriesDoNotOverlap() {
        long run = bench.pages.allocate(true, true);
        bench.update(run + PAGE, Update.FIRMWARE.withLarge(false));
        assertThat(bench.pages.rmpUpdate(run, Update.FIRMWARE.withLarge(true))).isEqualTo(Result.FAIL_PERMISSION);
        bench.pages.execute(new Reclaim(run + PAGE, false));
        assertThat(bench.pages.rmpUpdate(run, Update.FIRMWARE.withLarge(true))).isEqualTo(Result.FAIL_OVERLAP);
        bench.update(run + PAGE, Update.HYPERVISOR);
        bench.update(run, new Update(true, true, false, bench.pages.asid(), LARGE));
        assertThat(bench.pages.rmpUpdate(run + PAGE, Update.FIRMWARE)).isEqualTo(Result.FAIL_OVERLAP);
        assertThat(bench.pages.rmpUpdate(run + PAGE, Update.FIRMWARE.withLarge(true)))
                .isEqualTo(Result.FAIL_INPUT);
    }

    private static void refused(ThrowingCallable call) {
        assertThatExceptionOfType(CloisterException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.problem().code()).isEqualTo("memory.refused"));
    }
}
