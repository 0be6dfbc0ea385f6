// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

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

/** The commands of a machine for SEV or SEV-ES. Commands are serial, as under KVM's lock of the machine. */
final class SevMachineChannel implements GuestChannel, PinnedRegions {
    private final SevMachineState state;
    private final SoftVcpus vcpus;
    private final SevInit init;
    private final SevMachineLaunch launch;
    private final SevMachineDebug debug;
    private final SevMigration migration;
    private final Regions regions;
    private boolean closed;

    SevMachineChannel(SevMachineState state, SoftVcpus vcpus) {
        this.state = state;
        this.vcpus = vcpus;
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
            return (A) run(command);
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

    private void gate(int id) {
        requireOpen();
        state.admit(id, vcpus.made());
    }

    private void requireOpen() {
        Refusal.unless(!closed, Errno.EBADF, "the machine was closed");
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
