// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.function.Supplier;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.core.guard.AbilityCalls;
import org.cloister.core.guard.TypeCalls;

/** Sending and receiving by the guest's type: one call each, in a thread that is left when it does not come back. */
final class TransferCalls {
    private final GuestMachine session;
    private final GuestOperations operations;

    TransferCalls(GuestMachine session, GuestOperations operations) {
        this.session = session;
        this.operations = operations;
    }

    /** A call that answers. */
    private interface Asked<T> {
        Outcome<T> of(GuestTransfer can, LaunchContext context, Machine machine);
    }

    /** A call that changes. */
    private interface Changed {
        LaunchContext of(GuestTransfer can, LaunchContext context, Machine machine);
    }

    /** Something of the machine that takes as long as the guest is large. */
    <T> T looking(Limits limits, Supplier<T> work) {
        return operations.looking(limits, work);
    }

    private <T> T perform(String method, Limits limits, Asked<T> call) {
        return operations.looking(
                limits,
                () -> session.perform(
                        limits,
                        (support, context, machine) ->
                                able(support, machine).call(method, can -> call.of(can, context, machine))));
    }

    private void advance(String method, Limits limits, Changed call) {
        operations.looking(limits, () -> {
            session.advance(
                    limits,
                    GuestMachine.UNHEARD,
                    (support, context, machine) ->
                            able(support, machine).call(method, can -> call.of(can, context, machine)));
            return true;
        });
    }

    private static AbilityCalls<GuestTransfer> able(TypeCalls support, Machine machine) {
        AbilityCalls<GuestTransfer> can = support.capability(GuestTransfer.class)
                .orElseThrow(() -> Problem.host(
                                ProblemCodes.CAPABILITY_MISSING, "guests of this type cannot be sent or received")
                        .at(support.type().name())
                        .remedy("stop the guest here and launch it at the other platform")
                        .exception());
        can.requirePlatform(machine.platform());
        return can;
    }

    /** Refuses a type whose guests stay where they are. */
    void requireThere(Limits limits) {
        operations.looking(
                limits, () -> session.askFirst(limits, (support, machine) -> able(support, machine) != null));
    }

    Bytes receiver(Limits limits) {
        return operations.looking(
                limits,
                () -> session.askFirst(
                        limits,
                        (support, machine) -> able(support, machine).call("receiver", can -> can.receiver(machine))));
    }

    Bytes fingerprint(Bytes receiver, Limits limits) {
        return operations.looking(
                limits,
                () -> session.askFirst(
                        limits,
                        (support, machine) ->
                                able(support, machine).call("fingerprint", can -> can.fingerprint(receiver))));
    }

    void requireSend(Bytes receiver, Limits limits) {
        perform("requireSend", limits, (can, context, machine) -> {
            can.requireSend(context, receiver, machine);
            return new Outcome<>(context, true);
        });
    }

    Bytes sendStart(Bytes receiver, Limits limits) {
        return perform("sendStart", limits, (can, context, machine) -> can.sendStart(context, receiver, machine));
    }

    Bytes sendPages(long gpa, int size, Limits limits) {
        return perform("sendPages", limits, (can, context, machine) -> can.sendPages(context, gpa, size, machine));
    }

    Bytes sendVcpu(int index, Limits limits) {
        return perform("sendVcpu", limits, (can, context, machine) -> can.sendVcpu(context, index, machine));
    }

    void sendFinish(Limits limits) {
        advance("sendFinish", limits, GuestTransfer::sendFinish);
    }

    void sendCancel(Limits limits) {
        advance("sendCancel", limits, GuestTransfer::sendCancel);
    }

    void receiveStart(LaunchPlan plan, Bytes packet, Limits limits) {
        operations.looking(limits, () -> {
            session.beginBy(
                    limits,
                    (support, machine) -> able(support, machine)
                            .call("receiveStart", can -> can.receiveStart(plan, packet, machine)));
            return true;
        });
    }

    void receivePages(long gpa, int size, Bytes packet, Limits limits) {
        advance(
                "receivePages",
                limits,
                (can, context, machine) -> can.receivePages(context, gpa, size, packet, machine));
    }

    void receiveVcpu(int index, Bytes packet, Limits limits) {
        advance("receiveVcpu", limits, (can, context, machine) -> can.receiveVcpu(context, index, packet, machine));
    }

    void receiveFinish(Limits limits) {
        advance("receiveFinish", limits, GuestTransfer::receiveFinish);
    }
}
