// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.status.GhcbTermination;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Numbers;
import org.cloister.api.platform.Executor.End;
import org.cloister.api.platform.Executor.Reason;
import org.cloister.kvm.vm.KvmVcpu;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.kvm.vm.exit.Exit;

/** Runs one vCPU from exit to exit until it ends, or has turned paging on. */
final class RunLoop {
    private final KvmVcpu vcpu;
    private final PortDevices devices;
    private final PagingWatch paging;

    RunLoop(KvmVcpu vcpu, PortDevices devices) {
        this.vcpu = vcpu;
        this.devices = devices;
        paging = new PagingWatch(vcpu);
    }

    /**
     * Runs it.
     *
     * @return empty when it has turned paging on: it goes on where it is, when its tables were looked at
     */
    Optional<End> run(Limits limits) {
        try (ExecutionTimer watch = new ExecutionTimer(vcpu, limits)) {
            paging.begin();
            Optional<End> end = Optional.empty();
            while (end.isEmpty() && !paging.on()) {
                end = handle(vcpu.run(), limits);
            }
            return end;
        } catch (IOException e) {
            return Optional.of(new End(Reason.FAILED, "the console could not be written: " + e.getMessage()));
        }
    }

    private Optional<End> handle(Exit exit, Limits limits) throws IOException {
        if (exit instanceof Exit.PortWrite write) {
            devices.take(write);
            return Optional.empty();
        }
        if (exit instanceof Exit.PortRead read) {
            devices.answer(read);
            return Optional.empty();
        }
        if (exit instanceof Exit.MsrWrite write) {
            paging.take(write);
            return Optional.empty();
        }
        if (exit instanceof Exit.Step) {
            paging.stepped();
            return Optional.empty();
        }
        if (exit instanceof Exit.MmioWrite || exit instanceof Exit.MmioRead) {
            return Optional.empty();
        }
        return exit instanceof Exit.Intr ? stopped(limits) : Optional.of(end(exit));
    }

    /** A signal that nobody here sent does not end the run. */
    private static Optional<End> stopped(Limits limits) {
        try {
            limits.check();
            return Optional.empty();
        } catch (CloisterException e) {
            return Optional.of(new End(Reason.STOPPED, e.problem().what()));
        }
    }

    private End end(Exit exit) {
        if (exit instanceof Exit.Hlt) {
            return new End(Reason.HALTED, "");
        }
        if (exit instanceof Exit.Shutdown) {
            return new End(
                    Reason.SHUTDOWN, "the guest raised a fault while it handled faults (triple fault)" + where());
        }
        if (exit instanceof Exit.InternalError error) {
            return new End(
                    Reason.FAILED,
                    error.explain() + where()
                            + "; such a guest needs a host on whose processor KVM runs all of its code");
        }
        if (exit instanceof Exit.FailEntry failure) {
            return new End(
                    Reason.FAILED,
                    "the processor refused to enter the guest (reason " + Numbers.hex(failure.reason()) + ")"
                            + where());
        }
        if (exit instanceof Exit.SystemEvent event && event.type() <= 2) {
            return new End(
                    Reason.SHUTDOWN, event.type() == 1 ? "the guest powered off" : "the guest asked for a reset");
        }
        if (exit instanceof Exit.SystemEvent event && event.type() == Constants.SYSTEM_EVENT_SEV_TERM) {
            long request = event.data().isEmpty() ? 0 : event.data().get(0);
            return new End(Reason.SHUTDOWN, GhcbTermination.of(request).toString());
        }
        return new End(Reason.FAILED, "nothing here handles this exit: " + exit + where());
    }

    private String where() {
        long base = vcpu.state().special().get("cs.base");
        long rip = vcpu.state().general().get("rip");
        return String.format(Locale.ROOT, " at 0x%x", base + rip);
    }
}
