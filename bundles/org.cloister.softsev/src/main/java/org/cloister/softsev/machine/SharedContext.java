// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.OptionalInt;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.softsev.memory.PageCipher;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.SevGuest;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * An identifier and the guest that is bound to it: what a machine that was initialised has, alone or together with its
 * mirrors, until the last of them lets go (Linux, struct kvm_sev_info). Commands of all who have it are serial, as the
 * driver's are: who carries one out holds this object's monitor.
 */
final class SharedContext {
    private final SoftProcessor processor;
    private final AmdType kind;
    private final int asid;
    private final long vmsaFeatures;
    private final boolean oldInit;
    private SevGuest guest;
    private int holders = 1;

    private SharedContext(SoftProcessor processor, AmdType kind, int asid, long vmsaFeatures, boolean oldInit) {
        this.processor = processor;
        this.kind = kind;
        this.asid = asid;
        this.vmsaFeatures = vmsaFeatures;
        this.oldInit = oldInit;
    }

    /**
     * INIT, ES_INIT or INIT2: takes an identifier.
     *
     * @param holder who takes it, for people
     */
    static SharedContext take(SoftProcessor processor, AmdType kind, String holder, long features, boolean oldInit) {
        boolean es = kind.encryptsState();
        int there = processor.asids(es).count();
        Refusal.unless(there > 0, Errno.ENOTTY, "the platform has no ASIDs for this type");
        OptionalInt taken = processor.asids(es).take(holder);
        if (taken.isEmpty()) {
            throw Refusal.kernel(Errno.EBUSY, processor.asids(es).exhausted());
        }
        try {
            processor.platform().initialise();
        } catch (RuntimeException e) {
            processor.asids(es).release(taken.getAsInt());
            throw e;
        }
        return new SharedContext(processor, kind, taken.getAsInt(), features, oldInit);
    }

    AmdType kind() {
        return kind;
    }

    int asid() {
        return asid;
    }

    long vmsaFeatures() {
        return vmsaFeatures;
    }

    boolean oldInit() {
        return oldInit;
    }

    /**
     * Binds a guest to the identifier; one that cannot be bound is ended.
     *
     * @return its key, as the memory controller has it
     */
    PageCipher bind(SevGuest started) {
        try {
            PageCipher key = processor.sevGuests().activate(started, asid);
            guest = started;
            return key;
        } catch (Refusal e) {
            processor.sevGuests().decommission(started);
            throw e;
        }
    }

    boolean started() {
        return guest != null;
    }

    // KVM keeps the descriptor of /dev/sev that LAUNCH_START came with, and uses it for all that follows.
    SevGuest guest() {
        if (guest == null) {
            throw Refusal.kernel(Errno.EBADF, "the launch was not started: KVM has no descriptor of /dev/sev for it");
        }
        boolean there = processor.sevGuests().has(guest);
        Refusal.unless(there, FirmwareStatus.INVALID_GUEST, "handle " + guest.handle() + ": it was decommissioned");
        return guest;
    }

    /** One more machine has it: a mirror. */
    synchronized void share() {
        holders++;
    }

    /** A machine lets go of it; the last one ends guest and identifier. */
    synchronized void release() {
        holders--;
        if (holders == 0) {
            if (guest != null) {
                processor.sevGuests().end(guest);
            }
            processor.asids(kind.encryptsState()).release(asid);
        }
    }
}
