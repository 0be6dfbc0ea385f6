// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.SendReport;
import org.cloister.api.launch.SendTarget;
import org.cloister.api.launch.Step;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.VcpuState;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.PageCalls;
import org.cloister.core.guard.PageRun;
import org.cloister.core.move.MovedGuest;
import org.cloister.core.move.Packet;
import org.cloister.core.move.PacketType;
import org.cloister.core.move.PacketWriter;
import org.cloister.core.move.ProcessorRegisters;
import org.cloister.core.move.VisibilityMap;

/**
 * One guest on its way out. Reading and writing is done in the thread of who sends, each call of the guest's type in
 * one that can be left. Until the other side has confirmed, the guest is the source's; from then on it does not run
 * here.
 */
final class Sending {
    private static final String STEP = "send";

    private final GuestMachine session;
    private final TransferCalls calls;
    private final SendTarget target;
    private final LaunchListener listener;
    private final Limits limits;
    private final Duration patience;

    /**
     * A guest that does not run meanwhile.
     *
     * @param patience how long giving up may take
     */
    Sending(
            GuestMachine session,
            TransferCalls calls,
            SendTarget target,
            LaunchListener listener,
            Limits limits,
            Duration patience) {
        this.session = session;
        this.calls = calls;
        this.target = target;
        this.listener = listener;
        this.limits = limits;
        this.patience = patience;
    }

    /** A step with the target. */
    private interface Exchange<T> {
        T with() throws IOException;
    }

    /** The guest could not be made to run here again. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(RuntimeException cause) {
            super(cause);
        }
    }

    /**
     * Sends it; afterwards the guest is the other side's, unless it is kept.
     *
     * @throws Lost when it failed and the guest cannot go on here either
     */
    SendReport run(MovedGuest guest) {
        long began = System.nanoTime();
        listener.begins(STEP);
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        PacketWriter stream = exchange(() -> new PacketWriter(beginning));
        exchange(() -> write(stream, guest.packet()));
        Receiver receiver = receiver(Bytes.wrap(beginning.toByteArray()));
        stream.into(exchange(target::open));
        long stopped = cancelledUnless(guest.kept(), () -> {
            exchange(() -> write(stream, Packet.of(PacketType.START, calls.sendStart(receiver.identity(), limits))));
            long stop = memory(stream, guest);
            exchange(() -> {
                target.complete();
                return true;
            });
            listener.ended(new Step(STEP, (System.nanoTime() - began) / 1000));
            if (!guest.kept()) {
                // The last that can fail: from here on the guest is the other side's
                calls.sendFinish(Limits.NONE);
            }
            return stop;
        });
        long now = System.nanoTime();
        return new SendReport(
                receiver.fingerprint(),
                stream.written(),
                Duration.ofNanos(now - began),
                guest.kept() ? Duration.ZERO : Duration.ofNanos(now - stopped));
    }

    /** The platform that the guest is encrypted for. */
    private record Receiver(Bytes identity, Bytes fingerprint) {}

    private Receiver receiver(Bytes beginning) {
        calls.requireThere(limits);
        Optional<Bytes> other = exchange(() -> target.receiver(beginning));
        Bytes identity = other.orElseGet(() -> calls.receiver(limits));
        Bytes fingerprint = calls.fingerprint(identity, limits);
        target.accept(fingerprint);
        calls.requireSend(identity, limits);
        return new Receiver(identity, fingerprint);
    }

    /** Work between the start of sending and its end; after a failure, and where the guest is kept, it is cancelled. */
    private long cancelledUnless(boolean kept, LongSupplier work) {
        long result;
        try {
            result = work.getAsLong();
        } catch (RuntimeException e) {
            cancelAfter(e);
            throw e;
        }
        if (kept) {
            calls.sendCancel(giveUp());
        }
        return result;
    }

    private void cancelAfter(RuntimeException failure) {
        try {
            if (!session.isReady(giveUp())) {
                calls.sendCancel(giveUp());
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw new Lost(failure);
        }
    }

    private Limits giveUp() {
        return Limits.of(new Cancellation(), Deadline.after(patience));
    }

    /** Of all regions. To look at every page of a large machine takes longer than a question. */
    private List<PageRun> each(MovedGuest guest, Function<MemoryRegion, List<PageRun>> look) {
        return calls.looking(
                limits,
                () -> guest.plan().memory().stream()
                        .flatMap(region -> look.apply(region).stream())
                        .toList());
    }

    /** All of it; answers with the moment from which on it could not have run. */
    private long memory(PacketWriter stream, MovedGuest guest) {
        PageCalls pages = session.machine().pages();
        List<PageRun> runs = each(guest, pages::written);
        long total = runs.stream().mapToLong(PageRun::size).sum();
        List<PageRun> visibility = each(guest, pages::all);
        long done = 0;
        for (PageRun run : runs) {
            done = pages(stream, pages, run, done, total);
        }
        long stopped = System.nanoTime();
        processors(stream, guest.plan().vcpus());
        for (Bytes part : new VisibilityMap(visibility).payloads()) {
            exchange(() -> write(stream, Packet.of(PacketType.VISIBILITY, part)));
        }
        exchange(() -> write(stream, Packet.of(PacketType.END, Bytes.EMPTY)));
        limits.check();
        return stopped;
    }

    /** Registers that the type has no packet for are known to the host: they go as they are when they have changed. */
    private void processors(PacketWriter stream, List<VcpuState> first) {
        List<VcpuState> plain = new ArrayList<>();
        for (VcpuState state : first) {
            int index = state.index();
            Bytes packet = calls.sendVcpu(index, limits);
            exchange(() -> write(stream, new Packet(PacketType.VCPU, index, 0, packet)));
            if (packet.length() == 0) {
                plain.add(session.machine().vcpu(index));
            }
        }
        for (VcpuState state : plain) {
            if (!state.equals(first.get(state.index()))) {
                exchange(() -> write(stream, ProcessorRegisters.packet(state)));
            }
        }
    }

    private long pages(PacketWriter stream, PageCalls pages, PageRun run, long before, long total) {
        long done = before;
        for (long gpa = run.gpa(); gpa < run.end(); gpa += GuestTransfer.MOST_MEMORY) {
            limits.check();
            int size = (int) Math.min(GuestTransfer.MOST_MEMORY, run.end() - gpa);
            boolean secret = run.visibility() == Visibility.PRIVATE;
            Bytes content = secret ? calls.sendPages(gpa, size, limits) : pages.read(gpa, size);
            Packet packet = new Packet(secret ? PacketType.PRIVATE : PacketType.SHARED, gpa, size, content);
            exchange(() -> write(stream, packet));
            done += size;
            listener.progress(STEP, done, total);
        }
        return done;
    }

    private static boolean write(PacketWriter stream, Packet packet) throws IOException {
        stream.write(packet);
        return true;
    }

    private <T> T exchange(Exchange<T> step) {
        try {
            limits.check();
            return step.with();
        } catch (IOException e) {
            throw Problem.operation(CoreCodes.SEND_STREAM, "the guest could not be sent to the end")
                    .found(e.getMessage())
                    .remedy("it runs on here; send it again")
                    .exception(e);
        }
    }
}
