// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.amd.kvm.VmType;
import org.cloister.softsev.client.ClientMachine;
import org.cloister.supervisor.linux.HeldFile;
import org.cloister.supervisor.linux.OpenFile;

/**
 * The machines of all programs. One whose last descriptor was closed is let go: at the latest a second later, at once
 * where its process ends, begins another program, or makes another machine. Safe for use by several threads.
 */
public final class VmTable implements AutoCloseable {
    private final List<SupervisedVm> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "closed machines");
        thread.setDaemon(true);
        return thread;
    });

    /** An empty table. */
    public VmTable() {
        sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
    }

    /** Takes a machine in that a process has just made; without a descriptor of it, the machine is closed. */
    void add(VmType type, ClientMachine machine, int process, OpenFile open) {
        Optional<HeldFile> file = HeldFile.of(open);
        if (file.isEmpty()) {
            machine.close();
            return;
        }
        SupervisedVm vm = new SupervisedVm(numbers.incrementAndGet(), type, machine, file.get(), open);
        all.add(vm);
    }

    Optional<SupervisedVm> find(int process, OpenFile open) {
        return all.stream().filter(vm -> vm.isHeldAs(process, open)).findFirst();
    }

    /**
     * The machine that a request is made to. KVM refuses one of a process that has other memory than the machine's
     * maker (Linux, kvm_vm_ioctl), as addresses in it would be the maker's: it is left to KVM.
     */
    Optional<SupervisedVm> asked(int process, OpenFile open) {
        return find(process, open).filter(vm -> OpenFile.sharesMemory(process, vm.maker()));
    }

    /** The machine that a process's descriptor of a virtual processor belongs to, and that processor. */
    Optional<SupervisedVcpu> findVcpu(OpenFile open) {
        return all.stream().flatMap(vm -> vm.vcpu(open).stream()).findFirst();
    }

    Optional<SupervisedVm> ofVcpu(SupervisedVcpu vcpu) {
        return all.stream().filter(vm -> vm.vcpus().contains(vcpu)).findFirst();
    }

    /** A process ended or begins another program: what was its alone is let go soon. */
    public void changed(int process) {
        if (all.stream().anyMatch(vm -> vm.isKnownTo(process))) {
            later();
        }
    }

    private void later() {
        try {
            ((ExecutorService) sweeper).execute(this::sweep);
        } catch (RejectedExecutionException e) {
            // Everything ends anyway
        }
    }

    /** Lets go of machines that no process has any more. */
    synchronized void sweep() {
        for (SupervisedVm vm : all) {
            if (!vm.isHeld() && all.remove(vm)) {
                vm.close();
            }
        }
    }

    @Override
    public synchronized void close() {
        sweeper.shutdownNow();
        all.forEach(SupervisedVm::close);
        all.clear();
    }
}
