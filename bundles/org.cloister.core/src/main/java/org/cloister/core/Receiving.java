// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.io.IOException;
import java.util.List;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.api.memory.GuestMemory;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.PageCalls;
import org.cloister.core.guard.PageRun;
import org.cloister.core.move.MovedGuest;
import org.cloister.core.move.Packet;
import org.cloister.core.move.PacketOrder;
import org.cloister.core.move.PacketReader;
import org.cloister.core.move.PacketType;
import org.cloister.core.move.ProcessorRegisters;
import org.cloister.core.move.VisibilityMap;

/** One guest on its way in, whose machine is there. Threads are used as by {@link Sending}. */
final class Receiving {
    private static final String STEP = "receive";

    private final GuestMachine session;
    private final TransferCalls calls;
    private final MovedGuest guest;
    private final PacketReader stream;
    private final LaunchListener listener;
    private final Limits limits;

    Receiving(
            GuestMachine session,
            TransferCalls calls,
            MovedGuest guest,
            PacketReader stream,
            LaunchListener listener,
            Limits limits) {
        this.session = session;
        this.calls = calls;
        this.guest = guest;
        this.stream = stream;
        this.listener = listener;
        this.limits = limits;
    }

    /** Until all of it is here, and nothing of it has run. */
    void run(ReceiveSource source) throws IOException {
        calls.requireThere(limits);
        source.receiver(calls.receiver(limits));
        listener.begins(STEP);
        calls.receiveStart(guest.plan(), stream.next(PacketType.START).payload(), limits);
        PacketOrder order = new PacketOrder(
                stream, guest.plan().memory(), guest.plan().vcpus().size());
        VisibilityMap map = new VisibilityMap(List.of());
        Packet packet = next(order);
        while (packet.kind() != PacketType.END) {
            if (packet.kind() == PacketType.VISIBILITY) {
                map = map.and(VisibilityMap.of(packet, stream));
            } else {
                take(packet);
            }
            packet = next(order);
        }
        calls.receiveFinish(limits);
        become(map);
        requireReady(session.status(limits));
    }

    private Packet next(PacketOrder order) throws IOException {
        limits.check();
        Packet packet = stream.next();
        order.require(packet);
        listener.progress(STEP, stream.read(), stream.read());
        return packet;
    }

    private void take(Packet packet) {
        switch (packet.kind()) {
            case PRIVATE -> calls.receivePages(packet.gpa(), packet.size(), packet.payload(), limits);
            case REGISTERS -> session.setVcpu(ProcessorRegisters.of(packet, stream));
            case SHARED -> session.machine().pages().write(packet.gpa(), packet.payload());
            default -> {
                if (packet.payload().length() > 0) {
                    calls.receiveVcpu((int) packet.gpa(), packet.payload(), limits);
                }
            }
        }
    }

    /** A map has every page once, in order, or it is not of this guest. */
    private void become(VisibilityMap map) {
        PageCalls pages = session.machine().pages();
        long at = -1;
        for (PageRun run : map.runs()) {
            boolean within = run.gpa() >= at
                    && run.size() > 0
                    && run.gpa() % GuestMemory.PAGE == 0
                    && run.size() % GuestMemory.PAGE == 0
                    && guest.plan().memory().stream().anyMatch(region -> region.contains(run.gpa(), run.size()));
            if (!within) {
                throw stream.wrong("the map of pages is not of this guest's memory")
                        .exception();
            }
            at = run.end();
            calls.looking(limits, () -> {
                pages.become(run);
                return true;
            });
        }
    }

    private static void requireReady(GuestStatus status) {
        if (!status.ready()) {
            throw Problem.operation(CoreCodes.GUEST_NOT_READY, "the guest was received and is not protected")
                    .found(status.state() + ": " + status.detail())
                    .expected("a status that is ready")
                    .remedy("it was not started; the sender can run it on")
                    .exception();
        }
    }
}
