// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.DebugDecrypt;
import org.cloister.amd.channel.DebugEncrypt;
import org.cloister.amd.channel.GetAttestationReport;
import org.cloister.amd.channel.GetGuestStatus;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchSecret;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.PinnedRegions;
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.ReceiveUpdateData;
import org.cloister.amd.channel.ReceiveUpdateVmsa;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.memory.PageSources;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.SoftProcessor;

/** The commands of a machine for SEV or SEV-ES. Commands are serial, as under KVM's lock of the machine. */
final class SevMachineChannel implements GuestChannel, PinnedRegions {
    private final SevMachineState state;
    private final SoftVcpus vcpus;
    private final SevInit init;
    private final SevMachineLaunch launch;
    private final SevMachineDebug debug;
    private final SevMigration migration;
    private final Regions regions;
    private final BooleanSupplier running;
    private final AtomicBoolean takeover = new AtomicBoolean();
    private volatile boolean closed;

    /** @param running whether a processor of the machine runs at the moment */
    SevMachineChannel(SevMachineState state, SoftVcpus vcpus, BooleanSupplier running) {
        this.state = state;
        this.vcpus = vcpus;
        this.running = running;
        init = new SevInit(state);
        launch = new SevMachineLaunch(state, vcpus);
        debug = new SevMachineDebug(state);
        migration = new SevMigration(state, vcpus);
        regions = new Regions(state);
    }

    // The answer's type is the command's: each branch of run() answers with its own.
    @Override
    @SuppressWarnings("unchecked")
    public synchronized <A> A execute(SevCommand<A> command, PageSources caller) {
        try {
            gate(command.id());
            synchronized (state.turn()) {
                return (A) run(command);
            }
        } catch (Refusal e) {
            throw e.as(command.name());
        }
    }

    @Override
    public synchronized void admit(int id) {
        try {
            gate(id);
        } catch (Refusal e) {
            throw e.as("command " + Integer.toUnsignedString(id));
        }
    }

    @Override
    public synchronized void register(long address, long size) {
        try {
            requireOpen();
            regions.register(address, size);
        } catch (Refusal e) {
            throw e.as(REGISTER);
        }
    }

    @Override
    public synchronized void unregister(long address, long size) {
        try {
            requireOpen();
            regions.unregister(address, size);
        } catch (Refusal e) {
            throw e.as(UNREGISTER);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        state.close();
    }

    /** KVM_CAP_VM_COPY_ENC_CONTEXT_FROM, with both machines' monitors. */
    void mirror(SevMachineChannel owner) {
        Refusal.unless(!state.initialised(), Errno.EINVAL, "the machine is an SEV guest already");
        Refusal.unless(owner.state.initialised(), Errno.EINVAL, "the source is not an SEV guest");
        Refusal.unless(!owner.state.mirror(), Errno.EINVAL, "the source is a mirror itself");
        Refusal.unless(vcpus.made() == 0, Errno.EINVAL, "the machine has vCPUs: " + vcpus.made());
        synchronized (owner.state.turn()) {
            state.mirror(owner.state);
        }
    }

    /** KVM_CAP_VM_MOVE_ENC_CONTEXT_FROM, with both machines' monitors. */
    void move(SevMachineChannel source) {
        Refusal.unless(state.sameType(source.state), Errno.EINVAL, "the machines are of different types");
        Refusal.unless(!state.initialised(), Errno.EINVAL, "the machine is an SEV guest already");
        Refusal.unless(source.state.initialised(), Errno.EINVAL, "the source is not an SEV guest");
        boolean busy = running.getAsBoolean() || source.running.getAsBoolean();
        Refusal.unless(!busy, Errno.EBUSY, "a processor of one of the machines runs");
        synchronized (source.state.turn()) {
            requireStates(source);
            boolean encryptedState = source.state.kind().encryptsState();
            state.move(source.state);
            // Registers that are not encrypted are the host's: who moves a guest carries them
            if (encryptedState) {
                vcpus.take(source.vcpus);
            }
            regions.take(source.regions);
        }
    }

    /** Whether the context was moved to another machine: then nothing is left here to be done. */
    boolean dead() {
        return state.moved();
    }

    private void requireStates(SevMachineChannel source) {
        if (source.state.kind().encryptsState()) {
            int there = source.vcpus.count();
            Refusal.unless(vcpus.count() == there, Errno.EINVAL, vcpus.count() + " vCPUs, the source has " + there);
            boolean encrypted = source.vcpus.all(source.state.pages()::hasVmsa);
            Refusal.unless(encrypted, Errno.EINVAL, "the state of a processor is not encrypted yet");
        }
    }

    SoftProcessor processor() {
        return state.processor();
    }

    /** Whether the machine is open, and a processor's; waits for no command. */
    boolean of(SoftProcessor processor) {
        return !closed && state.processor() == processor;
    }

    boolean beginTakeover() {
        return takeover.compareAndSet(false, true);
    }

    void endTakeover() {
        takeover.set(false);
    }

    private void gate(int id) {
        requireOpen();
        state.admit(id, vcpus.made());
    }

    /** Refuses everything once the machine was closed, or its context moved away; waits for no command. */
    void requireOpen() {
        Refusal.unless(!closed, Errno.EBADF, "the machine was closed");
        Refusal.unless(!state.moved(), Errno.EIO, "the context was moved to another machine: close this one");
    }

    private Object run(SevCommand<?> command) {
        if (command instanceof BareSevCommand bare) {
            return run(bare);
        }
        if (command instanceof SevInit2 init2) {
            return init.init2(init2);
        }
        if (command instanceof LaunchStart start) {
            return launch.start(start);
        }
        if (command instanceof LaunchUpdateData update) {
            return launch.update(update);
        }
        if (command instanceof LaunchMeasure measure) {
            return launch.measure(measure);
        }
        if (command instanceof LaunchSecret secret) {
            return launch.secret(secret);
        }
        return runOnGuest(command);
    }

    private Object runOnGuest(SevCommand<?> command) {
        if (command instanceof GetGuestStatus) {
            return launch.status();
        }
        if (command instanceof GetAttestationReport report) {
            return launch.report(report);
        }
        if (command instanceof DebugDecrypt decrypt) {
            return debug.decrypt(decrypt);
        }
        if (command instanceof DebugEncrypt encrypt) {
            return debug.encrypt(encrypt);
        }
        return migrate(command);
    }

    private Object run(BareSevCommand command) {
        return switch (command) {
            case INIT -> init.init(AmdType.SEV);
            case ES_INIT -> init.init(AmdType.SEV_ES);
            case LAUNCH_UPDATE_VMSA -> launch.updateVmsa();
            case LAUNCH_FINISH -> launch.finish();
            case SEND_FINISH -> migration.sendFinish();
            case SEND_CANCEL -> migration.sendCancel();
            case RECEIVE_FINISH -> migration.receiveFinish();
            // The gate lets it through to machines for SEV-SNP alone.
            case SNP_ENABLE_REQ_CERTS -> throw Refusal.kernel(Errno.EINVAL, "the machine is not one for SEV-SNP");
        };
    }

    private Object migrate(SevCommand<?> command) {
        if (command instanceof SendStart start) {
            return migration.sendStart(start);
        }
        if (command instanceof SendUpdateData update) {
            return migration.send(update);
        }
        if (command instanceof ReceiveStart start) {
            return migration.receiveStart(start);
        }
        if (command instanceof ReceiveUpdateData update) {
            return migration.receive(update);
        }
        return migrateVmsa(command);
    }

    // By bytes the codec refuses both, whatever the machine's state, as Linux does.
    private Object migrateVmsa(SevCommand<?> command) {
        Refusal.unless(state.initialised(), Errno.ENOTTY, "the machine is not an SEV guest");
        if (command instanceof SendUpdateVmsa update) {
            return migration.send(update);
        }
        if (command instanceof ReceiveUpdateVmsa update) {
            return migration.receive(update);
        }
        // The gate lets commands of SEV-SNP through to machines for it alone.
        throw Refusal.kernel(Errno.ENOTTY, "the machine is not one for SEV-SNP");
    }
}
