// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Numbers;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.RmpState;
import org.cloister.softsev.client.SnpPageCommand.LaunchUpdate;
import org.cloister.softsev.client.SnpPageCommand.MetadataInit;
import org.cloister.softsev.client.SnpPageCommand.Move;
import org.cloister.softsev.client.SnpPageCommand.Range;
import org.cloister.softsev.client.SnpPageCommand.Reclaim;
import org.cloister.softsev.client.SnpPageCommand.SetState;
import org.cloister.softsev.client.SnpPageCommand.Unsmash;
import org.cloister.softsev.client.VmplPermissions;
import org.cloister.softsev.memory.SystemPages;
import org.cloister.softsev.memory.SystemPages.Found;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.PagedGuests;
import org.cloister.softsev.processor.PagedGuests.Paged;

/**
 * The firmware's commands about pages but for swapping, with its checks in their order (AMD-ASPFW, {@code sev_mcmd.c},
 * {@code snp_mcmd_page_move} and following). Under the lock of the system's pages.
 */
final class PageCommands {
    private static final int PAGE = GuestMemory.PAGE;
    private static final int LARGE = 512;
    private static final long LARGE_SIZE = (long) LARGE * PAGE;

    private static final Set<SnpPageType> LARGE_TYPES =
            Set.of(SnpPageType.NORMAL, SnpPageType.ZERO, SnpPageType.UNMEASURED);

    private final PagedGuests guests;
    private final SystemPages system;

    PageCommands(PagedGuests guests) {
        this.guests = guests;
        system = guests.system();
    }

    void launchUpdate(LaunchUpdate command) {
        aligned(command.guest(), command.page());
        Found context = page(command.guest());
        require(context, RmpState.CONTEXT, FirmwareStatus.INVALID_GUEST);
        Found page = page(command.page());
        require(page, RmpState.PRE_GUEST, FirmwareStatus.INVALID_PAGE_STATE);
        sized(page, command.large());
        Refusal.unless(
                !command.large() || LARGE_TYPES.contains(command.type()),
                FirmwareStatus.INVALID_PAGE_SIZE,
                command.type() + " pages have 4096 bytes");
        Paged guest = guest(command.guest());
        guest.context().requireLaunching();
        owned(page.entry().asid() == guest.places().asid());
        VmplPermissions permissions =
                new VmplPermissions(VmplPermissions.ALL, command.vmpl1(), command.vmpl2(), command.vmpl3());
        byte[] content = measured(command, guest, page.entry().gpa(), permissions);
        guest.places().encrypt(command.page(), content);
        boolean vmsa = command.type() == SnpPageType.VMSA;
        system.entry(
                command.page(),
                page.entry()
                        .withPlace(page.entry().gpa(), vmsa)
                        .withPermissions(permissions)
                        .withValidated(true)
                        .withImmutable(false));
    }

    private byte[] measured(LaunchUpdate command, Paged guest, long gpa, VmplPermissions permissions) {
        byte[] content = system.read(command.page(), command.large());
        if (command.type() == SnpPageType.ZERO) {
            Arrays.fill(content, (byte) 0);
        }
        try {
            return guest.context().update(command.type(), gpa, content, permissions);
        } catch (Refusal e) {
            if (command.type() == SnpPageType.CPUID) {
                system.write(command.page(), content);
            }
            throw e;
        }
    }

    void move(Move command) {
        aligned(command.guest(), command.source(), command.destination());
        Found context = page(command.guest());
        Found source = page(command.source());
        Found destination = page(command.destination());
        require(context, RmpState.CONTEXT, FirmwareStatus.INVALID_GUEST);
        sized(source, command.large());
        sized(destination, command.large());
        Paged guest = guest(command.guest());
        guest.context().requireSwapping();
        if (lent(source) && destination.state() == RmpState.PRE_GUEST) {
            movePage(command, guest, source.entry(), destination.entry());
        } else if (source.state() == RmpState.METADATA && destination.state() == RmpState.FIRMWARE) {
            moveMetadata(command, source.entry());
        } else {
            throw state(source.state() + " to " + destination.state());
        }
    }

    private void movePage(Move command, Paged guest, RmpEntry source, RmpEntry destination) {
        int asid = guest.places().asid();
        owned(source.asid() == asid && destination.asid() == asid);
        byte[] content = guest.places().decrypt(command.source(), command.large());
        guest.places().encrypt(command.destination(), content);
        system.entry(command.source(), source.withValidated(false).withImmutable(false));
        system.entry(
                command.destination(),
                destination
                        .withPlace(source.gpa(), source.vmsa())
                        .withPermissions(source.permissions())
                        .withValidated(source.validated())
                        .withImmutable(false));
    }

    private void moveMetadata(Move command, RmpEntry source) {
        owned(source.gpa() == command.guest());
        system.write(command.destination(), system.read(command.source(), command.large()));
        RmpEntry firmware = RmpEntry.FIRMWARE.withLarge(command.large());
        system.entry(command.destination(), firmware.withPlace(command.guest(), false));
        system.entry(command.source(), firmware);
    }

    void metadataInit(MetadataInit command) {
        aligned(command.guest(), command.page());
        Found context = page(command.guest());
        Found page = page(command.page());
        require(context, RmpState.CONTEXT, FirmwareStatus.INVALID_GUEST);
        require(page, RmpState.FIRMWARE, FirmwareStatus.INVALID_PAGE_STATE);
        boolean large = page.entry().large();
        system.write(command.page(), new byte[large ? (int) LARGE_SIZE : PAGE]);
        system.entry(command.page(), page.entry().withPlace(command.guest(), false));
    }

    void setState(SetState command) {
        for (Range range : command.ranges()) {
            boolean range2m = range.base() % LARGE_SIZE == 0 && range.pages() >= 0;
            Refusal.unless(range2m, FirmwareStatus.INVALID_PARAM, "range at " + Numbers.hex(range.base()));
        }
        for (Range range : command.ranges()) {
            boolean firmware = system.all(range.base(), range.pages(), RmpState.FIRMWARE);
            Refusal.unless(firmware, FirmwareStatus.INVALID_PAGE_STATE, "range at " + Numbers.hex(range.base()));
        }
        command.ranges().forEach(this::fix);
    }

    private void fix(Range range) {
        for (long i = 0; i < range.pages(); i++) {
            long page = range.base() + i * PAGE;
            if (page(page).state() == RmpState.FIRMWARE) {
                system.entry(page, RmpEntry.HYPERVISOR.withImmutable(true));
            }
        }
    }

    void reclaim(Reclaim command) {
        aligned(command.page());
        Found page = page(command.page());
        boolean table = page.state() != RmpState.DEFAULT;
        Refusal.unless(table, FirmwareStatus.INVALID_PAGE_STATE, "the table has no entry for the page");
        sized(page, command.large());
        if (!page.entry().immutable()) {
            return;
        }
        boolean reclaimable = lent(page) || page.state() == RmpState.METADATA || page.state() == RmpState.FIRMWARE;
        Refusal.unless(
                reclaimable, FirmwareStatus.INVALID_PAGE_STATE, page.state().name());
        system.entry(command.page(), page.entry().withImmutable(false));
    }

    void unsmash(Unsmash command) {
        long first = command.page();
        Refusal.unless(
                first % LARGE_SIZE == 0,
                FirmwareStatus.INVALID_PARAM,
                Numbers.hex(first) + " is not a multiple of 2 MiB");
        RmpEntry begin = page(first).entry();
        for (int i = 0; i < LARGE; i++) {
            RmpEntry entry = page(first + (long) i * PAGE).entry();
            boolean alone = !entry.large() && entry.immutable() && !entry.vmsa() && entry.asid() != 0;
            boolean alike = entry.equals(begin.withPlace(begin.gpa() + (long) i * PAGE, false));
            Refusal.unless(
                    alone && alike && begin.gpa() % LARGE_SIZE == 0,
                    FirmwareStatus.INVALID_PAGE_STATE,
                    "page " + i + " of 512");
        }
        system.resize(first, true);
    }

    /** Refuses addresses that are not of pages. */
    static void aligned(long... addresses) {
        for (long address : addresses) {
            Refusal.unless(address % PAGE == 0, FirmwareStatus.INVALID_PARAM, Numbers.hex(address));
        }
    }

    /** The page at an address. */
    Found page(long address) {
        return system.find(address)
                .orElseThrow(() -> Refusal.firmware(
                        FirmwareStatus.INVALID_ADDRESS, "there is no memory at " + Numbers.hex(address)));
    }

    /** The guest of a context page. */
    Paged guest(long context) {
        return guests.at(context).orElseThrow();
    }

    static void require(Found page, RmpState state, FirmwareStatus status) {
        Refusal.unless(page.state() == state, status, "page state " + page.state());
    }

    static void sized(Found page, boolean large) {
        Refusal.unless(page.entry().large() == large, FirmwareStatus.INVALID_PAGE_SIZE, "the entry has the other size");
    }

    static void owned(boolean owned) {
        Refusal.unless(owned, FirmwareStatus.INVALID_PAGE_OWNER, "the page is another guest's");
    }

    /** Whether a guest's page is the firmware's to work on. */
    static boolean lent(Found page) {
        return Stream.of(RmpState.PRE_GUEST, RmpState.PRE_SWAP).anyMatch(state -> state == page.state());
    }

    static Refusal state(String what) {
        return Refusal.firmware(FirmwareStatus.INVALID_PAGE_STATE, "page state " + what);
    }
}
