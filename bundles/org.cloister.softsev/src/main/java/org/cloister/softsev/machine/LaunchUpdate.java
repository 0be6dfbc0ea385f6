// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.channel.SnpLaunchUpdate.Rest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.api.Numbers;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.softsev.memory.PageAssignment;
import org.cloister.softsev.memory.PageAssignment.Result;
import org.cloister.softsev.memory.SparseMemory;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.GuestContext;

/**
 * {@code KVM_SEV_SNP_LAUNCH_UPDATE}, page by page, as Linux has it: a page that fails fails the command when it is the
 * first; else the command ends before it and says what is left.
 */
final class LaunchUpdate {
    private static final Set<SnpPageType> TYPES = Set.of(
            SnpPageType.NORMAL, SnpPageType.ZERO, SnpPageType.UNMEASURED, SnpPageType.SECRETS, SnpPageType.CPUID);

    private static final Map<Result, Refused> REFUSED = Map.of(
            Result.ALREADY_ASSIGNED, new Refused(Errno.EEXIST, "the page is assigned already"),
            Result.NOT_PRIVATE, new Refused(Errno.EINVAL, "the page is shared"),
            Result.NO_SOURCE, new Refused(Errno.EFAULT, "its source cannot be read"));

    private final SparseMemory memory;
    private final PageAssignment pages;
    private final GuestContext guest;

    LaunchUpdate(SparseMemory memory, PageAssignment pages, GuestContext guest) {
        this.memory = memory;
        this.pages = pages;
        this.guest = guest;
    }

    Rest of(SnpLaunchUpdate command) {
        check(command);
        long possible = Math.min(command.length(), roomAt(command.gfnStart()));
        long done = 0;
        while (done < possible && put(command, done)) {
            done += GuestMemory.PAGE;
        }
        return rest(command, done);
    }

    private static void check(SnpLaunchUpdate command) {
        long length = command.length();
        Refusal.unless(length > 0 && length % GuestMemory.PAGE == 0, Errno.EINVAL, "len " + length);
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        Refusal.unless(TYPES.contains(command.type()), Errno.EINVAL, "type " + command.type());
        boolean aligned = command.uaddr() % GuestMemory.PAGE == 0 || command.type() == SnpPageType.ZERO;
        Refusal.unless(aligned, Errno.EINVAL, "uaddr " + Numbers.hex(command.uaddr()));
    }

    // KVM ends the command at the end of the memory slot that holds the first frame.
    private long roomAt(long gfn) {
        Optional<MemoryRegion> slot = Optional.empty();
        if (gfn >= 0 && gfn <= Long.MAX_VALUE / GuestMemory.PAGE) {
            slot = memory.regions().stream()
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
        SnpPageType type = command.type();
        OptionalLong source =
                type == SnpPageType.ZERO ? OptionalLong.empty() : OptionalLong.of(command.uaddr() + offset);
        Result result = pages.assign(gpa, source, content -> guest.update(type, gpa, content));
        if (result != Result.DONE) {
            Refused refused = REFUSED.get(result);
            throw Refusal.kernel(refused.errno, "gpa " + Numbers.hex(gpa) + ": " + refused.reason);
        }
    }

    private static Rest rest(SnpLaunchUpdate command, long done) {
        long uaddr = command.type() == SnpPageType.ZERO ? command.uaddr() : command.uaddr() + done;
        return new Rest(command.gfnStart() + done / GuestMemory.PAGE, uaddr, command.length() - done);
    }

    private record Refused(int errno, String reason) {}
}
