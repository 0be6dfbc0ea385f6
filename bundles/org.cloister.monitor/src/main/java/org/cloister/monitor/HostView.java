// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.util.Set;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.CommonSettings;
import org.cloister.api.launch.Guest;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Visibility;
import org.cloister.monitor.codes.MonitorCodes;

/**
 * What the host gets to see of a guest's memory. Private pages are in clear where the guest's policy allows that and
 * the secure processor can; elsewhere they are what the host's own view shows, ciphertext for example.
 */
final class HostView {
    /** Refusals of the clear text that leave the host with its own view. */
    private static final Set<String> OWN_VIEW = Set.of(ProblemCodes.DEBUG_POLICY, ProblemCodes.CAPABILITY_MISSING);

    private final Guest guest;
    private final Limits limits;
    private boolean ownView;

    /**
     * A look at a guest.
     *
     * @throws CloisterException {@code debug.off} for a guest that was launched with debugging off: nobody is to look
     *     then, not even at ciphertext
     */
    HostView(Guest guest, Limits limits) {
        this.guest = guest;
        this.limits = limits;
        if ("off".equals(guest.properties().get(CommonSettings.DEBUG))) {
            throw Problem.operation(MonitorCodes.DEBUG_OFF, "this guest was launched with debugging off")
                    .at("guest " + guest.id())
                    .remedy("launch it without --debug off, or with --debug on to see plaintext")
                    .exception();
        }
    }

    /** Bytes from an address on; zeros where the guest has no memory (QEMU, cpu_physical_memory_read). */
    Bytes at(long gpa, int length) {
        byte[] bytes = new byte[length];
        GuestMemory memory = guest.memory();
        for (MemoryRegion region : memory.regions()) {
            // An address at the end of the range may be beyond what a number can say; a region never is
            long from = Math.max(region.gpa() - gpa, 0);
            long to = Math.min(region.end() - gpa, length);
            if (from < to) {
                fill(memory, bytes, gpa, (int) from, (int) to);
            }
        }
        return Bytes.of(bytes);
    }

    private void fill(GuestMemory memory, byte[] bytes, long gpa, int from, int to) {
        for (int done = from; done < to; ) {
            limits.check();
            int run = sameVisibility(memory, gpa + done, to - done);
            piece(memory, gpa + done, run).copyTo(0, bytes, done, run);
            done += run;
        }
    }

    /** How many bytes from an address on lie in pages that are all private or all shared. */
    private static int sameVisibility(GuestMemory memory, long gpa, int most) {
        Visibility first = memory.page(gpa).visibility();
        long end = gpa + most;
        long next = (gpa & -GuestMemory.PAGE) + GuestMemory.PAGE;
        while (next < end && memory.page(next).visibility() == first) {
            next += GuestMemory.PAGE;
        }
        return (int) (Math.min(next, end) - gpa);
    }

    private Bytes piece(GuestMemory memory, long gpa, int length) {
        if (!ownView && memory.page(gpa).visibility() == Visibility.PRIVATE) {
            try {
                return guest.debugRead(gpa, length, limits);
            } catch (CloisterException e) {
                if (!OWN_VIEW.contains(e.problem().code())) {
                    throw e;
                }
                ownView = true;
            }
        }
        return memory.hostView().read(gpa, length);
    }
}
