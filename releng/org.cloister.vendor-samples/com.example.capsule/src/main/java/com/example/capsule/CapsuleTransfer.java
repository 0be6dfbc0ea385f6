// SPDX-License-Identifier: Apache-2.0
package com.example.capsule;

import com.example.capsulevm.CapsuleMoves;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;

/**
 * Capsules on their way to another platform or into a file, by the commands of {@link CapsuleMoves}. Their processors
 * have no secrets: Cloister carries their registers.
 */
final class CapsuleTransfer implements GuestTransfer {
    private static final int IDENTITY = 44;

    private static CapsuleMoves moves(Machine machine) {
        return machine.channel(CapsuleMoves.class);
    }

    @Override
    public Bytes receiver(Machine machine) {
        return moves(machine).identity();
    }

    @Override
    public Bytes fingerprint(Bytes receiver) {
        if (receiver.length() != IDENTITY) {
            throw Problem.input("capsule.receiver", "this is not the identity of a capsule processor")
                    .found(receiver.length() + " bytes")
                    .expected(IDENTITY + " bytes")
                    .exception();
        }
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(receiver.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A capsule's policy says nothing of moving. */
    @Override
    public void requireSend(LaunchContext context, Bytes receiver, Machine machine) {
        fingerprint(receiver);
    }

    @Override
    public Outcome<Bytes> sendStart(LaunchContext context, Bytes receiver, Machine machine) {
        return new Outcome<>(context, moves(machine).sendStart(receiver));
    }

    @Override
    public Outcome<Bytes> sendPages(LaunchContext context, long gpa, int size, Machine machine) {
        return new Outcome<>(context, moves(machine).send(gpa, size));
    }

    @Override
    public Outcome<Bytes> sendVcpu(LaunchContext context, int index, Machine machine) {
        return new Outcome<>(context, Bytes.EMPTY);
    }

    @Override
    public LaunchContext sendFinish(LaunchContext context, Machine machine) {
        moves(machine).sendFinish();
        return context;
    }

    @Override
    public LaunchContext sendCancel(LaunchContext context, Machine machine) {
        moves(machine).sendCancel();
        return context;
    }

    @Override
    public LaunchContext receiveStart(LaunchPlan plan, Bytes packet, Machine machine) {
        moves(machine).receiveStart(plan.policy().value(), packet);
        return CapsuleContext.first(plan).values();
    }

    @Override
    public LaunchContext receivePages(LaunchContext context, long gpa, int size, Bytes packet, Machine machine) {
        moves(machine).receive(gpa, size, packet);
        return new CapsuleContext(context).with(gpa, size).values();
    }

    /** Nobody sends one. */
    @Override
    public LaunchContext receiveVcpu(LaunchContext context, int index, Bytes packet, Machine machine) {
        throw Problem.input("capsule.packet", "a capsule's processors have no packets")
                .at("vCPU " + index)
                .exception();
    }

    @Override
    public LaunchContext receiveFinish(LaunchContext context, Machine machine) {
        moves(machine).receiveFinish();
        return context;
    }
}
