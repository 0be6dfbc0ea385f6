// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommand.Done;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpDebugging;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.SnpGuestFirmware;
import org.cloister.softsev.client.SnpGuestStatus;
import org.cloister.softsev.memory.PageSources;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.GuestContext;

/**
 * The commands of one machine, with the checks that Linux makes before it asks the firmware
 * ({@code Documentation/virt/kvm/x86/amd-memory-encryption.rst}). Commands are serial, as under KVM's lock of the
 * machine.
 */
final class SnpChannel implements GuestChannel, SnpLaunchInspection, SnpDebugging, SnpGuestFirmware {
    private final SnpState state;
    private final SoftVcpus vcpus;
    private final SnpLaunch launch;
    private final SnpMachineDebug debug;
    private boolean closed;

    SnpChannel(SnpState state, SoftVcpus vcpus) {
        this.state = state;
        this.vcpus = vcpus;
        launch = new SnpLaunch(state, vcpus);
        debug = new SnpMachineDebug(state);
    }

    // The answer's type is the command's: each branch of run() answers with its own.
    @Override
    @SuppressWarnings("unchecked")
    public synchronized <A> A execute(SevCommand<A> command, PageSources caller) {
        try {
            gate(command.id());
            return (A) run(command, caller);
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
    public synchronized void begin(SevCommand<?> command) {
        try {
            if (command instanceof SnpLaunchFinish finish) {
                launch.seal(finish);
            }
        } catch (Refusal e) {
            throw e.as(command.name());
        }
    }

    private void gate(int id) {
        Refusal.unless(!closed, Errno.EBADF, "the machine was closed");
        state.admit(id, vcpus.made());
    }

    @Override
    public synchronized Bytes launchDigest() {
        return state.known()
                .map(GuestContext::launchDigest)
                .orElseThrow(() -> new SevCommandException(
                        "launch digest",
                        Errno.EINVAL,
                        FirmwareStatus.INVALID_GUEST.code(),
                        "the launch was not started"));
    }

    @Override
    public synchronized SnpGuestStatus status() {
        return typed(CommandNames.SNP_GUEST_STATUS, state::status);
    }

    @Override
    public synchronized void decommission() {
        typed(CommandNames.SNP_DECOMMISSION, () -> {
            state.decommission();
            return Done.DONE;
        });
    }

    @Override
    public synchronized Bytes debugDecrypt(long gpa, int length) {
        return typed("SNP_" + CommandNames.DBG_DECRYPT, () -> debug.decrypt(gpa, length));
    }

    @Override
    public synchronized void debugEncrypt(long gpa, Bytes plaintext) {
        typed("SNP_" + CommandNames.DBG_ENCRYPT, () -> {
            debug.encrypt(gpa, plaintext);
            return plaintext;
        });
    }

    /** Has the firmware do something to the machine's pages, serial with its commands. */
    synchronized void firmware(String command, Consumer<SnpState> work) {
        typed(command, () -> {
            work.accept(state);
            return state;
        });
    }

    private <A> A typed(String command, Supplier<A> work) {
        try {
            Refusal.unless(!closed, Errno.EBADF, "the machine was closed");
            return work.get();
        } catch (Refusal e) {
            throw e.as(command);
        }
    }

    /** Whether who asks for reports gets certificates too. */
    synchronized boolean certificates() {
        return state.certificates();
    }

    /** Does something with the machine's pages, serial with its commands. */
    synchronized <T> T withPages(Function<SnpState, T> work) {
        return work.apply(state);
    }

    /** The guest, from the start of its launch to the end of the machine. */
    synchronized Optional<GuestContext> guest() {
        return state.known();
    }

    @Override
    public synchronized void close() {
        closed = true;
        state.close();
    }

    private Object run(SevCommand<?> command, PageSources caller) {
        if (command instanceof SevInit2 init) {
            return launch.init(init);
        }
        if (command instanceof SnpLaunchStart start) {
            return launch.start(start);
        }
        if (command instanceof SnpLaunchUpdate update) {
            return launch.update(update, caller);
        }
        if (command instanceof SnpLaunchFinish finish) {
            return launch.finish(finish);
        }
        // What the gate lets through besides is SNP_ENABLE_REQ_CERTS.
        return launch.requestCertificates();
    }
}
