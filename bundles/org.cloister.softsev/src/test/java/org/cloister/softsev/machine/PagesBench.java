// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.softsev.client.RmpState;
import org.cloister.softsev.client.SnpPageCommand;
import org.cloister.softsev.client.SnpPageCommand.Kind;
import org.cloister.softsev.client.SnpPageCommand.SwapIn;
import org.cloister.softsev.client.SnpPageCommand.SwapOut;
import org.cloister.softsev.client.SnpPages;
import org.cloister.softsev.client.SnpPages.Result;
import org.cloister.softsev.client.SnpPages.Update;
import org.cloister.softsev.processor.SoftProcessor;

/** A guest that runs, and pages of the system's memory in every state. */
final class PagesBench implements AutoCloseable {
    static final int PAGE = LaunchFixture.PAGE;
    static final long LARGE = 2 << 20;
    static final int COUNT = (int) (LARGE / PAGE);
    /** Where a page of 2 MiB of the guest's is made when one is wanted. */
    static final long LARGE_GPA = LARGE;

    private static final long PRIVATE = 1 << 4;

    final LaunchFixture launch;
    final SnpPages pages;
    final PageStateChanges changes;
    final long guest;
    private final TreeSet<Long> touched = new TreeSet<>();
    private PagesBench other;
    private long next = 0x1000;

    PagesBench(SoftProcessor processor) {
        this(processor, LaunchFixture.POLICY);
    }

    PagesBench(SoftProcessor processor, long policy) {
        launch = new LaunchFixture(processor, List.of(new MemoryRegion("ram", 0, 4 * LARGE)), 2);
        launch.channel.execute(LaunchFixture.INIT);
        launch.channel.execute(LaunchFixture.startWith(policy));
        launch.put(SnpPageType.NORMAL, 0, content(0));
        launch.channel.execute(LaunchFixture.FINISH);
        pages = launch.machine.adapt(SnpPages.class).orElseThrow();
        changes = launch.machine.adapt(PageStateChanges.class).orElseThrow();
        guest = pages.contextAddress();
    }

    /** A page's bytes, other ones for each number. */
    static Bytes content(int number) {
        byte[] page = new byte[PAGE];
        for (int i = 0; i < PAGE; i++) {
            page[i] = (byte) (i * 7 + number * 31 + i / 256);
        }
        return Bytes.of(page);
    }

    /** A guest-physical address with a page of the guest's that has some content. */
    long gpa(int number) {
        long gpa = next;
        next += PAGE;
        changes.mapGpaRange(gpa, 1, PRIVATE);
        changes.pvalidate(gpa, false, true);
        launch.machine.memory().guestView().write(gpa, content(number));
        return gpa;
    }

    /** The same of 2 MiB, at {@link #LARGE_GPA}. */
    long largeGpa(int number) {
        changes.mapGpaRange(LARGE_GPA, COUNT, PRIVATE);
        assertThat(changes.assignLarge(LARGE_GPA)).isTrue();
        changes.pvalidate(LARGE_GPA, true, true);
        launch.machine.memory().guestView().write(LARGE_GPA + 5 * PAGE, content(number));
        return LARGE_GPA;
    }

    /** A page of the guest's whose entry nobody but the firmware can change, by its system address. */
    long lent(long gpa) {
        long page = touch(pages.address(gpa));
        boolean large = pages.entry(page).large();
        update(page, new Update(true, large, true, pages.asid(), gpa));
        return page;
    }

    /** A page of the guest's that nothing was put into, for the firmware to work on. */
    long preGuest(boolean large) {
        long page = touch(pages.allocate(large, true));
        update(page, new Update(true, large, true, pages.asid(), 4 * LARGE));
        return page;
    }

    long firmware(boolean large) {
        long page = touch(pages.allocate(large, true));
        update(page, Update.FIRMWARE.withLarge(large));
        return page;
    }

    long metadata() {
        long page = firmware(false);
        pages.execute(new SnpPageCommand.MetadataInit(guest, page));
        return page;
    }

    /** A page of 4096 bytes in a state, at a multiple of 2 MiB but for pages that the guest sees. */
    long in(RmpState state) {
        return switch (state) {
            case CONTEXT -> touch(guest);
            case PRE_SWAP -> lent(gpa(9));
            case GUEST_VALID -> touch(pages.address(gpa(9)));
            case DEFAULT -> touch(pages.allocate(false, false));
            default -> become(touch(pages.allocate(true, true)), state);
        };
    }

    /** Has a page of the hypervisor's get into a state. */
    long become(long page, RmpState state) {
        return become(page, state, 4 * LARGE);
    }

    /** The same, of the guest's at an address. */
    long become(long page, RmpState state, long gpa) {
        switch (state) {
            case HV_FIXED -> {
                update(page, Update.FIRMWARE);
                pages.execute(new SnpPageCommand.SetState(List.of(new SnpPageCommand.Range(page / LARGE * LARGE, 1))));
            }
            case FIRMWARE -> update(page, Update.FIRMWARE);
            case RECLAIM -> {
                update(page, Update.FIRMWARE);
                pages.execute(new SnpPageCommand.Reclaim(page, false));
            }
            case METADATA -> {
                update(page, Update.FIRMWARE);
                pages.execute(new SnpPageCommand.MetadataInit(guest, page));
            }
            case PRE_GUEST -> update(page, new Update(true, false, true, pages.asid(), gpa));
            case GUEST_INVALID -> update(page, new Update(true, false, false, pages.asid(), gpa));
            default -> assertThat(state).isEqualTo(RmpState.HYPERVISOR);
        }
        assertThat(pages.state(page)).isEqualTo(state);
        return page;
    }

    /** The context page of another guest, at a multiple of 2 MiB. */
    long largeContext() {
        while ((pages.allocate(false, true) + PAGE) % LARGE != 0) {
            assertThat(other).isNull();
        }
        return touch(other().guest);
    }

    /** Another guest of the platform. */
    PagesBench other() {
        if (other == null) {
            other = new PagesBench(launch.processor);
        }
        return other;
    }

    /** What was swapped out: where the ciphertext and the entry are. */
    record Swapped(long ciphertext, OptionalLong entry, Kind kind, boolean large) {}

    /** Swaps a page out into a page of the firmware's, with an entry in a page of its own. */
    Swapped out(long source, Kind kind) {
        return out(source, kind, OptionalLong.of(metadata()));
    }

    Swapped out(long source, Kind kind, OptionalLong entry) {
        boolean large = pages.entry(source).large();
        long ciphertext = firmware(large);
        pages.execute(new SwapOut(guest, source, ciphertext, entry, 77, large, kind));
        return new Swapped(ciphertext, entry, kind, large);
    }

    SwapIn in(Swapped swapped, long destination) {
        return new SwapIn(guest, swapped.ciphertext, destination, swapped.entry, swapped.large, swapped.kind, false);
    }

    /** The firmware's status of a command. */
    int status(SnpPageCommand command) {
        try {
            pages.execute(command);
            return 0;
        } catch (SevCommandException e) {
            assertThat(e.errno()).isEqualTo(5);
            return e.firmwareStatus();
        }
    }

    void refused(FirmwareStatus status, SnpPageCommand command) {
        String before = situation();
        assertThat(status(command)).isEqualTo(status.code());
        assertThat(situation()).isEqualTo(before);
    }

    void update(long page, Update update) {
        assertThat(pages.rmpUpdate(page, update)).isEqualTo(Result.DONE);
    }

    long touch(long page) {
        touched.add(page);
        return page;
    }

    /** Entries and bytes of all pages that were used. */
    String situation() {
        StringBuilder all = new StringBuilder();
        for (long page : touched) {
            all.append(page).append(pages.entry(page)).append(pages.read(page).hashCode());
        }
        return all.append(launch.processor.pages()).toString();
    }

    @Override
    public void close() {
        if (other != null) {
            other.close();
        }
        launch.close();
    }
}
