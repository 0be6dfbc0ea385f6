// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.channel.SnpLaunchUpdate.Rest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Numbers;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.softsev.memory.PageAssignment.Result;
import org.cloister.softsev.memory.PageSources;
import org.cloister.softsev.model.Refusal;

/**
 * {@code KVM_SEV_SNP_LAUNCH_UPDATE}, page by page, as Linux has it: a page that fails fails the command when it is the
 * first; else the command ends before it and says what is left.
 */
final class LaunchUpdate {
    private static final Set<SnpPageType> TYPES = Set.of(
            SnpPageType.NORMAL, SnpPageType.ZERO, SnpPageType.UNMEASURED, SnpPageType.SECRETS, SnpPageType.CPUID);

    /** What goes wrong with a page inside: Linux makes EIO of every one, and has no status of the firmware's then. */
    private static final Map<Result, String> REFUSED = Map.of(
            Result.ALREADY_ASSIGNED, "the page is assigned already",
            Result.NOT_PRIVATE, "the page is shared",
            Result.NO_SOURCE, "its source cannot be read");

    private final SnpState state;
    private final PageSources sources;

    /** @param caller where sources may be beside the machine's own memory */
    LaunchUpdate(SnpState state, PageSources caller) {
        this.state = state;
        sources = state.pages().or(caller);
    }

    Rest of(SnpLaunchUpdate command) {
        state.guest();
        check(command);
        long room = roomAt(command.gfnStart());
        if (command.length() <= 0) {
            throw Refusal.driver(Errno.EIO, "len " + command.length());
        }
        long possible = Math.min(command.length(), room);
        long done = 0;
        while (done < possible && put(command, done)) {
            done += GuestMemory.PAGE;
        }
        return rest(command, done);
    }

    private void check(SnpLaunchUpdate command) {
        long length = command.length();
        Refusal.unless(length % GuestMemory.PAGE == 0, Errno.EINVAL, "len " + length);
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        Refusal.unless(TYPES.contains(command.type()), Errno.EINVAL, "type " + command.type());
        boolean aligned = !state.processor().settings().host().kernel().alignedSources()
                || command.uaddr() % GuestMemory.PAGE == 0
                || command.type() == SnpPageType.ZERO;
        Refusal.unless(aligned, Errno.EINVAL, "uaddr " + Numbers.hex(command.uaddr()));
    }

    // KVM ends the command at the end of the memory slot that holds the first frame.
    private long roomAt(long gfn) {
        Optional<MemoryRegion> slot = Optional.empty();
        if (gfn >= 0 && gfn <= Long.MAX_VALUE / GuestMemory.PAGE) {
            slot = state.privateRegions().stream()
                    .filter(region -> region.contains(gfn * GuestMemory.PAGE, 1))
                    .findFirst();
        }
        return slot.orElseThrow(() -> Refusal.kernel(Errno.EINVAL, "gfn_start " + Numbers.hex(gfn)))
                        .end()
                - gfn * GuestMemory.PAGE;
    }

    private boolean put(SnpLaunchUpdate command, long offset) {
        try {
            putPage(command, offset);
            return true;
        } catch (Refusal e) {
            if (offset == 0) {
                throw e;
            }
            return false;
        }
    }

    private void putPage(SnpLaunchUpdate command, long offset) {
        long gpa = command.gfnStart() * GuestMemory.PAGE + offset;
        long address = command.uaddr() + offset;
        SnpPageType type = command.type();
        Result result = state.pages()
                .assign(
                        gpa,
                        () -> type == SnpPageType.ZERO
                                ? Optional.of(new byte[GuestMemory.PAGE])
                                : sources.page(address),
                        content -> measured(type, gpa, address, content));
        if (result != Result.DONE) {
            throw Refusal.driver(Errno.EIO, "gpa " + Numbers.hex(gpa) + ": " + REFUSED.get(result));
        }
    }

    // A CPUID page that the firmware refused has what it allows: the page is taken back, and its source gets that.
    private byte[] measured(SnpPageType type, long gpa, long address, byte[] content) {
        try {
            return state.guest().update(type, gpa, content);
        } catch (Refusal e) {
            if (type == SnpPageType.CPUID && e.status() == FirmwareStatus.INVALID_PARAM.code()) {
                sources.correct(address, content);
            }
            throw e;
        }
    }

    private static Rest rest(SnpLaunchUpdate command, long done) {
        long uaddr = command.type() == SnpPageType.ZERO ? command.uaddr() : command.uaddr() + done;
        return new Rest(command.gfnStart() + done / GuestMemory.PAGE, uaddr, command.length() - done);
    }
}
