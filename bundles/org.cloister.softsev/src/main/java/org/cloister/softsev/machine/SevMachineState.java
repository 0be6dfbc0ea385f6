// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Set;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.api.Numbers;
import org.cloister.softsev.memory.EncryptedPages;
import org.cloister.softsev.memory.PageCipher;
import org.cloister.softsev.memory.SparseMemory;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.SevGuest;
import org.cloister.softsev.processor.SoftProcessor;

/** A machine for SEV or SEV-ES: its memory, and the context that it has or shares. For one thread at a time. */
final class SevMachineState {
    // Linux, is_cmd_allowed_from_mirror: LAUNCH_UPDATE_VMSA, GUEST_STATUS, DBG_DECRYPT, DBG_ENCRYPT
    private static final Set<Integer> OF_MIRRORS = Set.of(4, 16, 17, 18);

    private final SoftProcessor processor;
    private final CommandGate gate;
    private final int number;
    private final SparseMemory memory;
    private final EncryptedPages pages;
    private AmdType kind;
    private SharedContext context;
    private boolean mirror;
    private volatile boolean moved;
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
        Refusal.unless(!mirror || OF_MIRRORS.contains(id), Errno.EINVAL, "a mirror does not take this command");
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
        return context != null;
    }

    /** Whether the context is another machine's, which this one runs processors of. */
    boolean mirror() {
        return mirror;
    }

    /** Whether the context was moved to another machine. */
    boolean moved() {
        return moved;
    }

    /** What commands of all machines that have the context hold while they are carried out. */
    Object turn() {
        return context == null ? this : context;
    }

    /** Whether INIT or ES_INIT initialised it, and not INIT2: then VMSAs have no FPU in them. */
    boolean oldInit() {
        return context.oldInit();
    }

    long vmsaFeatures() {
        return context.vmsaFeatures();
    }

    /** Takes an identifier, and with it becomes a guest of a kind. */
    void initialise(AmdType as, long features, boolean byOldInit) {
        String name = "machine " + number + " (" + as.type() + ")";
        context = SharedContext.take(processor, as, name, features, byOldInit);
        kind = as;
    }

    /** Binds a guest to the identifier; one that cannot be bound is ended. */
    void bind(SevGuest started) {
        use(context.bind(started));
    }

    SevGuest guest() {
        return context.guest();
    }

    /** Refuses memory that is not there, as pinning does. */
    void requireMapped(String field, long address, long length) {
        Refusal.unless(length > 0, Errno.EINVAL, () -> field + " of " + length + " bytes");
        Refusal.unless(pages.mapped(address, length), Errno.ENOMEM, () -> field + " " + Numbers.hex(address));
    }

    /** Whether KVM made both machines of one type. */
    boolean sameType(SevMachineState other) {
        return gate.sameType(other.gate);
    }

    /** Becomes a mirror of another machine. */
    void mirror(SevMachineState owner) {
        owner.context.share();
        have(owner);
        mirror = true;
    }

    /** Takes another machine's context, which is dead afterwards. */
    void move(SevMachineState source) {
        have(source);
        mirror = source.mirror;
        pages.take(source.pages);
        source.context = null;
        source.moved = true;
        source.dropKey();
    }

    private void have(SevMachineState other) {
        context = other.context;
        kind = other.kind;
        if (context.started()) {
            use(processor.sevGuests().key(context.guest()));
        }
    }

    private void use(PageCipher installed) {
        key = installed;
        pages.activate(context.asid(), key);
    }

    private void dropKey() {
        if (key != null) {
            pages.deactivate();
            key.close();
            key = null;
        }
    }

    /** Ends memory, and lets go of guest and identifier. */
    void close() {
        memory.close();
        dropKey();
        if (context != null) {
            context.release();
            context = null;
        }
    }
}
