// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm.internal;

import com.example.capsulevm.CapsuleMoves;
import com.example.capsulevm.internal.Capsule.State;
import java.security.KeyPair;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** A capsule on its way. Safe for use by several threads: each command holds the capsule. */
final class CapsuleMove implements CapsuleMoves {
    private static final String START = "start";
    private static final String PAGES = "pages";

    private final Capsule capsule;
    private final CapsuleMachine machine;
    private final KeyPair own;
    private MoveKeys keys;

    /** @param own the processor's key */
    CapsuleMove(Capsule capsule, CapsuleMachine machine, KeyPair own) {
        this.capsule = capsule;
        this.machine = machine;
        this.own = own;
    }

    @Override
    public Bytes identity() {
        return MoveKeys.identity(own.getPublic());
    }

    /** The packet: the key of this move, and the policy's proof. */
    @Override
    public Bytes sendStart(Bytes receiver) {
        synchronized (capsule) {
            capsule.require(State.SEALED);
            KeyPair once = MoveKeys.pair();
            Bytes sender = MoveKeys.identity(once.getPublic());
            keys = MoveKeys.agree(
                    once.getPrivate(), MoveKeys.publicKey(receiver, "capsule.receiver"), sender, receiver);
            capsule.become(State.SENDING);
            Bytes proof = keys.seal(START, capsule.policy(), Bytes.EMPTY);
            byte[] packet = new byte[sender.length() + proof.length()];
            sender.copyTo(0, packet, 0, sender.length());
            proof.copyTo(0, packet, sender.length(), proof.length());
            return Bytes.wrap(packet);
        }
    }

    @Override
    public Bytes send(long gpa, int size) {
        synchronized (capsule) {
            capsule.require(State.SENDING);
            return keys.seal(PAGES, gpa, machine.memory().guestView().read(gpa, size));
        }
    }

    @Override
    public void sendFinish() {
        end(State.SENDING, State.SENT);
    }

    @Override
    public void sendCancel() {
        end(State.SENDING, State.SEALED);
    }

    @Override
    public void receiveStart(long policy, Bytes packet) {
        synchronized (capsule) {
            capsule.require(State.NEW);
            int there = Math.min(packet.length(), MoveKeys.IDENTITY);
            Bytes sender = packet.slice(0, there);
            MoveKeys agreed =
                    MoveKeys.agree(own.getPrivate(), MoveKeys.publicKey(sender, "capsule.packet"), sender, identity());
            agreed.open(START, policy, packet.slice(there, packet.length() - there));
            keys = agreed;
            capsule.receiving(policy);
        }
    }

    @Override
    public void receive(long gpa, int size, Bytes packet) {
        synchronized (capsule) {
            capsule.require(State.RECEIVING);
            Bytes content = keys.open(PAGES, gpa, packet);
            if (content.length() != size) {
                throw Capsule.wrong("capsule.packet", "the packet is of another size", content.length(), size);
            }
            GuestMemory memory = machine.memory();
            memory.turn(gpa, size, Visibility.SHARED, Turn.LAUNCH_UPDATE);
            memory.hostView().write(gpa, content);
            memory.turn(gpa, size, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        }
    }

    @Override
    public void receiveFinish() {
        synchronized (capsule) {
            end(State.RECEIVING, State.SEALED);
            machine.seal();
        }
    }

    private void end(State from, State to) {
        synchronized (capsule) {
            capsule.require(from);
            keys = null;
            capsule.become(to);
        }
    }
}
