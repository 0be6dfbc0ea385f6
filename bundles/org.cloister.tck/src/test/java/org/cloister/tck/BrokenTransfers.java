// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.cloister.tck.BrokenGuests.fault;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.tck.BrokenGuests.Fault;

/** Faults in sending a guest and in receiving it. */
final class BrokenTransfers {
    private static final Bytes TOO_LONG = Bytes.wrap(new byte[GuestTransfer.MOST_PACKET + 1]);

    private BrokenTransfers() {}

    private static Fault can(String check, String what, Supplier<AlteredTransfer> badly) {
        return fault(check, what, () -> new SendableGuest(badly.get()));
    }

    static List<Fault> all() {
        return List.of(
                can("transfer.receiver", "has an identity that is too long", () -> new AlteredTransfer() {
                    @Override
                    public Bytes receiver(Machine machine) {
                        return TOO_LONG;
                    }
                }),
                can("transfer.receiver", "is somebody else each time", Changeable::new),
                can("transfer.fingerprint", "takes anything for an identity", () -> new AlteredTransfer() {
                    @Override
                    public Bytes fingerprint(Bytes receiver) {
                        return Bytes.wrap(new byte[32]);
                    }
                }),
                can("transfer.policy", "blames the request", () -> new AlteredTransfer() {
                    @Override
                    public void requireSend(LaunchContext context, Bytes receiver, Machine machine) {
                        throw Problem.input("test.wrong", "ask for something else")
                                .exception();
                    }
                }),
                can("transfer.start", "does not begin", () -> new AlteredTransfer() {
                    @Override
                    public Outcome<Bytes> sendStart(LaunchContext context, Bytes receiver, Machine machine) {
                        return new Outcome<>(context, receiver);
                    }
                }),
                can("transfer.cancel", "does not give up", () -> new AlteredTransfer() {
                    @Override
                    public LaunchContext sendCancel(LaunchContext context, Machine machine) {
                        return context;
                    }
                }),
                can("transfer.pages", "sends packets that are too long", () -> new AlteredTransfer() {
                    @Override
                    public Outcome<Bytes> sendPages(LaunchContext context, long gpa, int size, Machine machine) {
                        return new Outcome<>(context, TOO_LONG);
                    }
                }),
                can("transfer.vcpus", "wants pages first", PagesFirst::new),
                can("transfer.finish", "lets it run here again", () -> new AlteredTransfer() {
                    @Override
                    public LaunchContext sendFinish(LaunchContext context, Machine machine) {
                        return sendCancel(context, machine);
                    }
                }),
                can("transfer.arrives", "loses pages", () -> new AlteredTransfer() {
                    @Override
                    public LaunchContext receivePages(
                            LaunchContext context, long gpa, int size, Bytes packet, Machine machine) {
                        return context;
                    }
                }),
                fault(
                        "transfer.early",
                        "takes the beginning for the end",
                        () -> new SendableGuest(new AlteredTransfer()) {
                            @Override
                            public GuestStatus status(LaunchContext context, Machine machine) {
                                return new ContextValue.Text("receive-update")
                                                .equals(context.values().get("state"))
                                        ? new GuestStatus("running", true, "")
                                        : super.status(context, machine);
                            }
                        }),
                can("transfer.nonsense-start", "begins with anything", () -> new AlteredTransfer() {
                    @Override
                    public LaunchContext receiveStart(LaunchPlan plan, Bytes packet, Machine machine) {
                        try {
                            return super.receiveStart(plan, packet, machine);
                        } catch (CloisterException e) {
                            return LaunchContext.empty(plan.type(), new SevEsGuestSupport().contextSchema());
                        }
                    }
                }),
                can("transfer.altered-pages", "takes no notice", () -> new AlteredTransfer() {
                    @Override
                    public LaunchContext receivePages(
                            LaunchContext context, long gpa, int size, Bytes packet, Machine machine) {
                        try {
                            return super.receivePages(context, gpa, size, packet, machine);
                        } catch (CloisterException e) {
                            return context;
                        }
                    }
                }),
                can("transfer.altered-vcpu", "takes no notice", () -> new AlteredTransfer() {
                    @Override
                    public LaunchContext receiveVcpu(LaunchContext context, int index, Bytes packet, Machine machine) {
                        try {
                            return super.receiveVcpu(context, index, packet, machine);
                        } catch (CloisterException e) {
                            return context;
                        }
                    }
                }));
    }

    private static final class Changeable extends AlteredTransfer {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Bytes receiver(Machine machine) {
            byte[] identity = super.receiver(machine).toArray();
            identity[identity.length - 1] ^= (byte) asked.incrementAndGet();
            return Bytes.wrap(identity);
        }
    }

    /** Pages and processors may come in any order. */
    private static final class PagesFirst extends AlteredTransfer {
        @Override
        public Outcome<Bytes> sendPages(LaunchContext context, long gpa, int size, Machine machine) {
            Outcome<Bytes> sent = super.sendPages(context, gpa, size, machine);
            return new Outcome<>(sent.context().with("paged", new ContextValue.Flag(true)), sent.value());
        }

        @Override
        public Outcome<Bytes> sendVcpu(LaunchContext context, int index, Machine machine) {
            if (!context.values().containsKey("paged")) {
                throw Problem.operation("test.order", "send pages first").exception();
            }
            return super.sendVcpu(context, index, machine);
        }
    }
}
