// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Arrays;
import java.util.OptionalLong;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.RmpState;
import org.cloister.softsev.client.SnpPageCommand.Kind;
import org.cloister.softsev.client.SnpPageCommand.SwapIn;
import org.cloister.softsev.client.SnpPageCommand.SwapOut;
import org.cloister.softsev.memory.SystemPages;
import org.cloister.softsev.memory.SystemPages.Found;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.OfflineKey.Sealed;
import org.cloister.softsev.processor.PagedGuests.Paged;

/**
 * SNP_PAGE_SWAP_OUT and SNP_PAGE_SWAP_IN, with the firmware's checks in their order (AMD-ASPFW, {@code sev_mcmd.c},
 * {@code snp_mcmd_swap_out} and {@code snp_mcmd_swap_in}). Under the lock of the system's pages.
 */
final class PageSwap {
    private static final int PAGE = GuestMemory.PAGE;

    private final PageCommands pages;
    private final SystemPages system;

    PageSwap(PageCommands pages, SystemPages system) {
        this.pages = pages;
        this.system = system;
    }

    void out(SwapOut command) {
        PageCommands.aligned(command.guest(), command.source(), command.destination());
        Found context = pages.page(command.guest());
        Found source = pages.page(command.source());
        Found destination = pages.page(command.destination());
        PageCommands.require(context, RmpState.CONTEXT, FirmwareStatus.INVALID_GUEST);
        boolean large = command.large();
        checkMetadata(command.metadata(), command.guest(), size(large), command.source(), command.destination());
        PageCommands.sized(source, large);
        sizedInTable(destination, large);
        Paged guest = pages.guest(command.guest());
        guest.context().requireSwapping();
        boolean room = destination.state() == RmpState.FIRMWARE || destination.state() == RmpState.DEFAULT;
        boolean metadata = command.kind() == Kind.METADATA;
        boolean movable = metadata ? source.state() == RmpState.METADATA : PageCommands.lent(source);
        if (!room || !movable) {
            throw PageCommands.state(source.state() + " to " + destination.state());
        }
        RmpEntry entry = source.entry();
        PageCommands.owned(
                metadata
                        ? entry.gpa() == command.guest()
                        : entry.asid() == guest.places().asid());
        inMemory(command.destination(), large);
        byte[] plaintext =
                metadata ? system.read(command.source(), large) : guest.places().decrypt(command.source(), large);
        Sealed sealed = guest.context().swapped().key().seal(plaintext);
        Arrays.fill(plaintext, (byte) 0);
        system.write(command.destination(), sealed.bytes());
        system.entry(command.source(), metadata ? RmpEntry.FIRMWARE.withLarge(large) : entry.withValidated(false));
        put(command.metadata(), guest, MetadataEntry.of(command.softwareData(), sealed, command.kind(), entry));
    }

    void in(SwapIn command) {
        PageCommands.aligned(command.guest(), command.source(), command.destination());
        Found context = pages.page(command.guest());
        Found source = pages.page(command.source());
        Found destination = pages.page(command.destination());
        PageCommands.require(context, RmpState.CONTEXT, FirmwareStatus.INVALID_GUEST);
        boolean large = command.large();
        checkMetadata(command.metadata(), command.guest(), size(large), command.source(), command.destination());
        Paged guest = pages.guest(command.guest());
        guest.context().requireSwapping();
        MetadataEntry metadata = get(command.metadata(), guest);
        boolean ofKind = metadata.valid()
                && metadata.kind().filter(command.kind()::equals).isPresent();
        Refusal.unless(ofKind, FirmwareStatus.INVALID_MDATA_ENTRY, "the entry is of no such page, or was used");
        sizedInTable(source, large);
        PageCommands.sized(destination, large);
        Refusal.unless(metadata.large() == large, FirmwareStatus.INVALID_PAGE_SIZE, "the page had the other size");
        checkPlaces(command, source, destination);
        PageCommands.owned(command.kind() == Kind.METADATA
                || destination.entry().asid() == guest.places().asid());
        inMemory(command.source(), large);
        Sealed sealed = new Sealed(metadata.iv(), system.read(command.source(), large), metadata.tag());
        byte[] plaintext = guest.context()
                .swapped()
                .key()
                .open(sealed)
                .orElseThrow(() -> Refusal.firmware(
                        FirmwareStatus.BAD_MEASUREMENT, "the page is not what was swapped out with this entry"));
        put(command, guest, metadata, destination.entry(), plaintext);
        Arrays.fill(plaintext, (byte) 0);
        put(command.metadata(), guest, metadata.used());
    }

    private void put(SwapIn command, Paged guest, MetadataEntry metadata, RmpEntry entry, byte[] plaintext) {
        if (command.kind() == Kind.METADATA) {
            system.write(command.destination(), plaintext);
            system.entry(command.destination(), entry.withPlace(command.guest(), false));
            return;
        }
        guest.places().encrypt(command.destination(), plaintext);
        system.entry(
                command.destination(),
                entry.withPlace(metadata.gpa(), command.kind() == Kind.VMSA)
                        .withPermissions(metadata.levels())
                        .withValidated(metadata.validated()));
    }

    private static void checkPlaces(SwapIn command, Found source, Found destination) {
        boolean data = command.kind() == Kind.DATA;
        Refusal.unless(
                data || !command.inPlace(), FirmwareStatus.INVALID_PARAM, "only memory is swapped in where it lies");
        Refusal.unless(
                command.kind() != Kind.VMSA || !command.large(),
                FirmwareStatus.INVALID_PAGE_SIZE,
                "a page with registers has 4096 bytes");
        Refusal.unless(
                !command.inPlace() || command.source() == command.destination(),
                FirmwareStatus.INVALID_ADDRESS,
                "source and destination are two pages");
        boolean metadata = command.kind() == Kind.METADATA;
        RmpState wanted = metadata ? RmpState.FIRMWARE : RmpState.PRE_GUEST;
        if (destination.state() != wanted) {
            throw PageCommands.state(source.state() + " to " + destination.state());
        }
    }

    private void checkMetadata(OptionalLong metadata, long guest, long size, long source, long destination) {
        if (metadata.isEmpty()) {
            return;
        }
        long address = metadata.getAsLong();
        Found page = pages.page(address);
        boolean apart = !overlaps(address, source, size) && !overlaps(address, destination, size);
        Refusal.unless(
                address % MetadataEntry.SIZE == 0 && apart,
                FirmwareStatus.INVALID_PARAM,
                "the entry is not at a multiple of 64, or in one of the pages");
        PageCommands.require(page, RmpState.METADATA, FirmwareStatus.INVALID_PAGE_STATE);
        PageCommands.owned(page.entry().gpa() == guest);
    }

    private static boolean overlaps(long entry, long page, long size) {
        return entry < page + size && page < entry + MetadataEntry.SIZE;
    }

    private static void sizedInTable(Found page, boolean large) {
        if (page.state() != RmpState.DEFAULT) {
            PageCommands.sized(page, large);
        }
    }

    private void inMemory(long address, boolean large) {
        Refusal.unless(system.has(address, large), FirmwareStatus.INVALID_ADDRESS, "there is no memory for 2 MiB");
    }

    private static long size(boolean large) {
        return large ? 512L * PAGE : PAGE;
    }

    private MetadataEntry get(OptionalLong address, Paged guest) {
        if (address.isEmpty()) {
            return MetadataEntry.parse(guest.context().swapped().root());
        }
        byte[] page = system.read(address.getAsLong() & -PAGE, false);
        int at = (int) (address.getAsLong() % PAGE);
        return MetadataEntry.parse(Arrays.copyOfRange(page, at, at + MetadataEntry.SIZE));
    }

    private void put(OptionalLong address, Paged guest, MetadataEntry entry) {
        if (address.isEmpty()) {
            guest.context().swapped().root(entry.bytes());
            return;
        }
        byte[] page = system.read(address.getAsLong() & -PAGE, false);
        System.arraycopy(entry.bytes(), 0, page, (int) (address.getAsLong() % PAGE), MetadataEntry.SIZE);
        system.write(address.getAsLong() & -PAGE, page);
    }
}
