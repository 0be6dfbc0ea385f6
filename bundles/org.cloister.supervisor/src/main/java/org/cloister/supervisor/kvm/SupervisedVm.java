// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.amd.kvm.VmType;
import org.cloister.softsev.client.ClientMachine;
import org.cloister.supervisor.linux.HeldFile;
import org.cloister.supervisor.linux.OpenFile;

/**
 * A machine that a program made: an ordinary one in the kernel, and beside it one of the emulated processor's. It is
 * known by its open file, of which a descriptor is held here, wherever the program copies or hands its own. Safe for
 * use by several threads.
 */
final class SupervisedVm implements AutoCloseable {
    private final int number;
    private final VmType type;
    private final ClientMachine machine;
    private final HeldFile file;
    private final int maker;
    private final List<SupervisedVcpu> vcpus = new CopyOnWriteArrayList<>();
    /** Processes that have it, each with the descriptor that it was seen by last. */
    private final Map<Integer, Integer> holders = new ConcurrentHashMap<>();

    private volatile boolean initialised;

    SupervisedVm(int number, VmType type, ClientMachine machine, HeldFile file, OpenFile made) {
        this.number = number;
        this.type = type;
        this.machine = machine;
        this.file = file;
        maker = made.pid();
        holders.put(maker, made.descriptor());
    }

    int number() {
        return number;
    }

    VmType type() {
        return type;
    }

    ClientMachine machine() {
        return machine;
    }

    /** Whether an INIT command made it a confidential guest's. */
    boolean isConfidential() {
        return initialised || type != VmType.DEFAULT;
    }

    void initialised() {
        initialised = true;
    }

    /** Whether a process has it open there; it is known to have from then on. */
    boolean isHeldAs(int process, OpenFile open) {
        boolean same = file.isSame(open);
        if (same) {
            holders.put(process, open.descriptor());
        }
        return same;
    }

    /** Whether a process is among those that have it, as far as is known. */
    boolean isKnownTo(int process) {
        return holders.containsKey(process);
    }

    /** The process that made it, whose memory its guest has. */
    int maker() {
        return maker;
    }

    /** Whether any process still has it or one of its processors open. */
    boolean isHeld() {
        holders.entrySet().removeIf(one -> !isHeldBy(one.getKey(), one.getValue()));
        return !holders.isEmpty();
    }

    // Where it was seen last it mostly is still: to go through all that a process has open takes long
    private boolean isHeldBy(int process, int descriptor) {
        return file.isSame(new OpenFile(process, descriptor))
                || OpenFiles.of(process, "anon_inode:kvm-v").stream()
                        .anyMatch(open -> file.isSame(open)
                                || vcpus.stream().anyMatch(vcpu -> vcpu.file().isSame(open)));
    }

    void add(SupervisedVcpu vcpu) {
        vcpus.add(vcpu);
    }

    List<SupervisedVcpu> vcpus() {
        return vcpus;
    }

    Optional<SupervisedVcpu> vcpu(OpenFile open) {
        return vcpus.stream().filter(one -> one.file().isSame(open)).findFirst();
    }

    @Override
    public void close() {
        machine.close();
        vcpus.forEach(vcpu -> vcpu.file().close());
        file.close();
    }
}
