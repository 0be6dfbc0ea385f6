// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import com.example.capsulevm.CapsuleChannel;
import com.example.capsulevm.CapsuleDigest;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;

/** The processor's side of one capsule. Safe for use by several threads. */
final class Capsule implements CapsuleChannel {
    private static final Set<String> REGISTERS = Set.of("arg", "pc", "sp");

    private enum State {
        NEW,
        OPEN,
        SEALED
    }

    private final CapsuleMemory memory;
    private final VcpuState[] vcpus;
    private State state = State.NEW;
    private CapsuleDigest put;

    Capsule(CapsuleMemory memory, int vcpus) {
        this.memory = memory;
        this.vcpus = IntStream.range(0, vcpus)
                .mapToObj(index -> VcpuState.of(index, Map.of()))
                .toArray(VcpuState[]::new);
    }

    @Override
    public synchronized void open(long policy) {
        require(State.NEW);
        put = CapsuleDigest.of(policy);
        state = State.OPEN;
    }

    @Override
    public synchronized void put(long gpa, long size, PageKind kind) {
        require(State.OPEN);
        Bytes content = memory.hostView().read(gpa, Math.toIntExact(size));
        memory.turn(gpa, size, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        put = put.and(gpa, kind, content);
    }

    @Override
    public synchronized void seal() {
        require(State.OPEN);
        state = State.SEALED;
        memory.seal();
    }

    @Override
    public synchronized boolean sealed() {
        return state == State.SEALED;
    }

    @Override
    public synchronized Bytes digest() {
        if (state == State.NEW) {
            throw wrongState("OPEN or SEALED");
        }
        CapsuleDigest digest = put;
        for (VcpuState vcpu : vcpus) {
            digest = digest.and(vcpu);
        }
        return digest.value();
    }

    synchronized void setVcpu(VcpuState vcpu) {
        if (state == State.SEALED) {
            throw Problem.operation("vcpu.sealed", "the capsule is sealed: registers are the guest's now")
                    .at("vCPU " + vcpu.index())
                    .exception();
        }
        vcpu.registers().keySet().stream()
                .filter(name -> !REGISTERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Problem.input("vcpu.register", "a capsule's processor has no such register")
                            .at("vCPU " + vcpu.index())
                            .found(name)
                            .expected("one of arg, pc, sp")
                            .exception();
                });
        vcpu(vcpu.index());
        vcpus[vcpu.index()] = vcpu;
    }

    synchronized VcpuState vcpu(int index) {
        if (index < 0 || index >= vcpus.length) {
            throw Problem.input("vcpu.index", "the machine has no such vCPU")
                    .found(index)
                    .expected("0 to " + (vcpus.length - 1))
                    .exception();
        }
        return vcpus[index];
    }

    private void require(State expected) {
        if (state != expected) {
            throw wrongState(expected);
        }
    }

    private RuntimeException wrongState(Object expected) {
        return Problem.operation("capsule.state", "the capsule is not in the state for this command")
                .found(state)
                .expected(expected)
                .exception();
    }
}
