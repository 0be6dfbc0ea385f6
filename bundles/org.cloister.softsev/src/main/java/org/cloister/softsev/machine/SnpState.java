// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Optional;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.memory.PageAssignment;
import org.cloister.softsev.memory.SparseMemory;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.AsidPool;
import org.cloister.softsev.processor.GuestContext;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * What KVM keeps of a machine for SEV-SNP (Linux, struct kvm_sev_info), and how it gives everything back. For one
 * thread at a time.
 */
final class SnpState {
    private static final int NO_ASID = 0;

    private final SoftProcessor processor;
    private final String name;
    private final SparseMemory memory;
    private int asid = NO_ASID;
    private GuestContext guest;

    /**
     * A machine that is not initialised.
     *
     * @param number of the machine, for people
     */
    SnpState(SoftProcessor processor, int number, SparseMemory memory) {
        this.processor = processor;
        this.memory = memory;
        name = "machine " + number + " (sev-snp)";
    }

    SoftProcessor processor() {
        return processor;
    }

    SparseMemory memory() {
        return memory;
    }

    PageAssignment pages() {
        return memory.assignment();
    }

    boolean initialised() {
        return asid != NO_ASID;
    }

    /** Takes an identifier, and with it becomes an SNP guest. */
    void initialise() {
        Refusal.unless(processor.maxAsids() > 0, Errno.ENOTTY, "the platform has no ASIDs for SEV-SNP");
        AsidPool asids = processor.asids(true);
        asid = asids.take(name).orElseThrow(() -> Refusal.kernel(Errno.EBUSY, asids.exhausted()));
    }

    /** The guest, from the start of its launch to the end of the machine. */
    Optional<GuestContext> known() {
        return Optional.ofNullable(guest);
    }

    /** The guest; refuses before its launch was started. */
    GuestContext guest() {
        return known().orElseThrow(() -> Refusal.kernel(Errno.EINVAL, "the launch was not started"));
    }

    /** Has a guest of the firmware's, and its key for private pages. */
    void bind(GuestContext started) {
        guest = started;
        pages().activate(asid, guest.memoryKey());
    }

    /** Ends memory, guest and identifier. */
    void close() {
        memory.close();
        if (guest != null) {
            processor.snpGuests().decommission(guest);
            guest = null;
        }
        if (asid != NO_ASID) {
            processor.asids(true).release(asid);
            asid = NO_ASID;
        }
    }
}
