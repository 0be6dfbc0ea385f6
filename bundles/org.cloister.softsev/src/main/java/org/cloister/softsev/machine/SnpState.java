// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.softsev.client.SnpGuestStatus;
import org.cloister.softsev.memory.DebuggedPages;
import org.cloister.softsev.memory.GuestPlaces;
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
    private final CommandGate gate;
    private final String name;
    private final SparseMemory memory;
    private final Supplier<List<MemoryRegion>> privateRegions;
    private final GuestPlaces places;
    private OptionalLong context = OptionalLong.empty();
    private int asid = NO_ASID;
    private GuestContext guest;
    private boolean certificates;

    /**
     * A machine that is not initialised.
     *
     * @param number of the machine, for people
     * @param privateRegions the memory whose pages can be private
     */
    SnpState(
            SoftProcessor processor,
            CommandGate gate,
            int number,
            SparseMemory memory,
            Supplier<List<MemoryRegion>> privateRegions) {
        this.processor = processor;
        this.gate = gate;
        this.memory = memory;
        this.privateRegions = privateRegions;
        places = memory.places(processor.pagedGuests().system());
        name = "machine " + number + " (sev-snp)";
    }

    SoftProcessor processor() {
        return processor;
    }

    /**
     * Refuses a command by its number.
     *
     * @param vcpus how many were made one by one
     */
    void admit(int id, int vcpus) {
        boolean encryptedState = processor.maxAsids() > 0;
        gate.check(id, new CommandGate.Standing(AmdType.SEV_SNP, initialised(), encryptedState, vcpus));
    }

    /** The memory whose pages can be private. */
    List<MemoryRegion> privateRegions() {
        return privateRegions.get();
    }

    PageAssignment pages() {
        return memory.assignment();
    }

    DebuggedPages debuggedPages() {
        return memory.debugging();
    }

    GuestPlaces places() {
        return places;
    }

    /** The address of the guest's context page; refuses before the launch was started. */
    long contextAddress() {
        GuestContext started = guest();
        if (context.isEmpty()) {
            context = OptionalLong.of(processor.pagedGuests().add(started, places));
        }
        return context.getAsLong();
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

    /** Who asks for reports gets certificates too (Linux, snp_certs_enabled). */
    void enableCertificates() {
        certificates = true;
    }

    /** Whether who asks for reports gets certificates too. */
    boolean certificates() {
        return certificates;
    }

    /** The guest, from the start of its launch to the end of the machine. */
    Optional<GuestContext> known() {
        return Optional.ofNullable(guest);
    }

    /** The guest; refuses before its launch was started. */
    GuestContext guest() {
        return known().orElseThrow(() -> Refusal.kernel(Errno.EINVAL, "the launch was not started"));
    }

    /** SNP_GUEST_STATUS. */
    SnpGuestStatus status() {
        guest().requireThere();
        return guest().status(asid);
    }

    /** SNP_DECOMMISSION. */
    void decommission() {
        processor.snpGuests().end(guest());
    }

    /** Has a guest of the firmware's, and its key for private pages. */
    void bind(GuestContext started) {
        guest = started;
        pages().activate(asid, guest.memoryKey());
    }

    /** Ends memory, guest and identifier. */
    void close() {
        memory.close();
        processor.pagedGuests().remove(places);
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
