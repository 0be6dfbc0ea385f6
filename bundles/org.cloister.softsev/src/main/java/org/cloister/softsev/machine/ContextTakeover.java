// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.function.BiConsumer;
import org.cloister.amd.channel.EncryptionContext;
import org.cloister.amd.status.Errno;
import org.cloister.api.platform.Adaptable;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.client.MemoryEncryptOp;
import org.cloister.softsev.model.Refusal;

/**
 * KVM_CAP_VM_COPY_ENC_CONTEXT_FROM and KVM_CAP_VM_MOVE_ENC_CONTEXT_FROM of a machine (Linux,
 * sev_vm_copy_enc_context_from, sev_vm_move_enc_context_from, sev_lock_two_vms), in the order in which Linux asks.
 * Machines for SEV-SNP have no such thing here: nothing in Linux moves what belongs to one.
 */
record ContextTakeover(SevMachineChannel own) implements EncryptionContext {
    @Override
    public void copyFrom(VirtualMachine source) {
        take(COPY, source, SevMachineChannel::mirror);
    }

    @Override
    public void moveFrom(VirtualMachine source) {
        take(MOVE, source, SevMachineChannel::move);
    }

    /**
     * Takes over what another machine has, while nobody else does anything with either.
     *
     * @param call which of the two it is, for people
     * @param effect of this machine and the source
     * @throws org.cloister.amd.channel.SevCommandException when it is refused; nothing has changed then
     */
    void take(String call, Adaptable source, BiConsumer<SevMachineChannel, SevMachineChannel> effect) {
        try {
            own.requireOpen();
            SevMachineChannel other = other(source);
            Refusal.unless(other != own, Errno.EINVAL, "the source is the machine itself");
            begin(own);
            try {
                begin(other);
                try {
                    locked(other, effect);
                } finally {
                    other.endTakeover();
                }
            } finally {
                own.endTakeover();
            }
        } catch (Refusal e) {
            throw e.as(call);
        }
    }

    private SevMachineChannel other(Adaptable source) {
        SevMachineChannel other = source.adapt(SevMachineChannel.class).orElse(null);
        if (other == null) {
            boolean ours = source instanceof SoftClientMachine
                    || source.adapt(MemoryEncryptOp.class).isPresent();
            throw Refusal.kernel(
                    ours ? Errno.EINVAL : Errno.EBADF,
                    ours ? "the source is a machine for SEV-SNP" : "the source is not a machine of this platform");
        }
        Refusal.unless(other.of(own.processor()), Errno.EBADF, "the source was closed, or is another platform's");
        return other;
    }

    // Nobody waits for a machine that is in another takeover, so that two of them cannot wait for each other.
    private static void begin(SevMachineChannel machine) {
        Refusal.unless(machine.beginTakeover(), Errno.EBUSY, "another move or copy goes on with one of the machines");
    }

    // Whoever waited for a command of one of the machines may find it closed.
    private void locked(SevMachineChannel other, BiConsumer<SevMachineChannel, SevMachineChannel> effect) {
        synchronized (own) {
            synchronized (other) {
                own.requireOpen();
                Refusal.unless(other.of(own.processor()), Errno.EBADF, "the source was closed");
                effect.accept(own, other);
            }
        }
    }
}
