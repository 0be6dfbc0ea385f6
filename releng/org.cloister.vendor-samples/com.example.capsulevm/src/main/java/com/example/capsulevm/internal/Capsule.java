// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import com.example.capsulevm.CapsuleChannel;
import com.example.capsulevm.CapsuleDigest;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** The processor's side of one capsule. Safe for use by several threads. */
final class Capsule implements CapsuleChannel {
    /** Where a capsule is in its life. */
    enum State {
        NEW,
        OPEN,
        SEALED,
        SENDING,
        SENT,
        RECEIVING
    }

    private final CapsuleMachine machine;
    private State state = State.NEW;
    private long policy;
    /** What was put in; null for a capsule that was not opened here. */
    private CapsuleDigest put;

    Capsule(CapsuleMachine machine) {
        this.machine = machine;
    }

    @Override
    public synchronized void open(long policy) {
        require(State.NEW);
        this.policy = policy;
        put = CapsuleDigest.of(policy);
        state = State.OPEN;
    }

    @Override
    public synchronized void put(long gpa, long size, PageKind kind) {
        require(State.OPEN);
        GuestMemory memory = machine.memory();
        Bytes content = memory.hostView().read(gpa, Math.toIntExact(size));
        memory.turn(gpa, size, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        put = put.and(gpa, kind, content);
    }

    @Override
    public synchronized void seal() {
        require(State.OPEN);
        state = State.SEALED;
        machine.seal();
    }

    @Override
    public synchronized boolean sealed() {
        return state == State.SEALED;
    }

    @Override
    public synchronized Bytes digest() {
        if (put == null) {
            throw wrongState("a capsule that was opened here");
        }
        CapsuleDigest digest = put;
        for (int index = 0; index < machine.spec().vcpus(); index++) {
            digest = digest.and(machine.vcpu(index));
        }
        return digest.value();
    }

    /** The policy it was opened with; for who holds this capsule's monitor, as are the next ones. */
    long policy() {
        return policy;
    }

    void become(State next) {
        state = next;
    }

    void receiving(long sent) {
        policy = sent;
        state = State.RECEIVING;
    }

    void require(State expected) {
        if (state != expected) {
            throw wrongState(expected);
        }
    }

    private RuntimeException wrongState(Object expected) {
        return wrong("capsule.state", "the capsule is not in the state for this command", state, expected);
    }

    static RuntimeException wrong(String code, String what, Object found, Object expected) {
        return Problem.operation(code, what).found(found).expected(expected).exception();
    }
}
