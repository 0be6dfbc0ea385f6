// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.OptionalInt;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.api.Numbers;
import org.cloister.softsev.memory.EncryptedPages;
import org.cloister.softsev.memory.PageCipher;
import org.cloister.softsev.memory.SparseMemory;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.SevGuest;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * What KVM keeps of a machine for SEV or SEV-ES (Linux, struct kvm_sev_info), and how it gives everything back. For one
 * thread at a time.
 */
final class SevMachineState {
    private final SoftProcessor processor;
    private final CommandGate gate;
    private final int number;
    private final SparseMemory memory;
    private final EncryptedPages pages;
    private AmdType kind;
    private OptionalInt asid = OptionalInt.empty();
    private boolean oldInit;
    private long vmsaFeatures;
    private SevGuest guest;
    private PageCipher key;

    /**
     * A machine that is not initialised.
     *
     * @param kind what it is or, where INIT and ES_INIT decide, may become
     * @param number of the machine, for people
     */
    SevMachineState(SoftProcessor processor, CommandGate gate, AmdType kind, int number, SparseMemory memory) {
        this.processor = processor;
        this.gate = gate;
        this.kind = kind;
        this.memory = memory;
        this.number = number;
        pages = memory.encryption();
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
        gate.check(id, new CommandGate.Standing(kind, initialised(), encryptedState, vcpus));
    }

    AmdType kind() {
        return kind;
    }

    EncryptedPages pages() {
        return pages;
    }

    boolean initialised() {
        return asid.isPresent();
    }

    /** Whether INIT or ES_INIT initialised it, and not INIT2: then VMSAs have no FPU in them. */
    boolean oldInit() {
        return oldInit;
    }

    long vmsaFeatures() {
        return vmsaFeatures;
    }

    /** Takes an identifier, and with it becomes a guest of a kind. */
    void initialise(AmdType as, long features, boolean byOldInit) {
        boolean es = as.encryptsState();
        int there = processor.asids(es).count();
        Refusal.unless(there > 0, Errno.ENOTTY, "the platform has no ASIDs for this type");
        OptionalInt taken = processor.asids(es).take("machine " + number + " (" + as.type() + ")");
        if (taken.isEmpty()) {
            throw Refusal.kernel(Errno.EBUSY, processor.asids(es).exhausted());
        }
        try {
            processor.platform().initialise();
        } catch (RuntimeException e) {
            processor.asids(es).release(taken.getAsInt());
            throw e;
        }
        kind = as;
        asid = taken;
        vmsaFeatures = features;
        oldInit = byOldInit;
    }

    /** Binds a guest to the identifier; one that cannot be bound is ended. */
    void bind(SevGuest started) {
        try {
            key = processor.sevGuests().activate(started, asid.getAsInt());
        } catch (Refusal e) {
            processor.sevGuests().decommission(started);
            throw e;
        }
        guest = started;
        pages.activate(asid.getAsInt(), key);
    }

    // KVM keeps the descriptor of /dev/sev that LAUNCH_START came with, and uses it for all that follows.
    SevGuest guest() {
        if (guest == null) {
            throw Refusal.kernel(Errno.EBADF, "the launch was not started: KVM has no descriptor of /dev/sev for it");
        }
        return guest;
    }

    /** Refuses memory that is not there, as pinning does. */
    void requireMapped(String field, long address, long length) {
        Refusal.unless(length > 0, Errno.EINVAL, field + " of " + length + " bytes");
        Refusal.unless(pages.mapped(address, length), Errno.ENOMEM, field + " " + Numbers.hex(address));
    }

    /** Ends memory, guest and identifier. */
    void close() {
        memory.close();
        if (guest != null) {
            processor.sevGuests().deactivate(guest);
            processor.sevGuests().decommission(guest);
            key.close();
            guest = null;
        }
        asid.ifPresent(processor.asids(kind.encryptsState())::release);
        asid = OptionalInt.empty();
    }
}
