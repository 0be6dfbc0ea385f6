// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.memory.GuestMemory;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.RehearsedLaunch;

/** A guest that is launched and sent to its own platform, call by call. Not for use by several threads. */
final class SentGuest implements AutoCloseable {
    private final GuestTransfer can;
    private final RehearsedLaunch launch;
    private final Bytes receiver;
    private final Map<Long, Bytes> pages = new LinkedHashMap<>();
    private final List<Bytes> vcpus = new ArrayList<>();
    private Bytes start;

    SentGuest(GuestTransfer can, RehearsedLaunch launch) {
        this.can = can;
        this.launch = launch.toThePause().finish();
        this.receiver = askReceiver();
    }

    RehearsedLaunch launch() {
        return launch;
    }

    /** Who the platform was as a receiver when it was launched. */
    Bytes receiver() {
        return receiver;
    }

    /** Who it is now. */
    Bytes askReceiver() {
        return launch.with("receiver", (context, machine) -> can.receiver(machine));
    }

    /** Whether policy and platform let it go; else the check does not apply. */
    SentGuest allowed() {
        try {
            require();
            return this;
        } catch (CloisterException e) {
            throw CheckEnd.notApplicable(e.getMessage());
        }
    }

    void require() {
        launch.with("requireSend", (context, machine) -> {
            can.requireSend(context, receiver, machine);
            return true;
        });
    }

    SentGuest start() {
        start = launch.thenAsk("sendStart", (context, machine) -> can.sendStart(context, receiver, machine));
        return this;
    }

    SentGuest cancel() {
        launch.then("sendCancel", can::sendCancel);
        return this;
    }

    /** The first page of each range: the rest is the same once more. */
    SentGuest pages() {
        for (InitialRange range : launch.plan().ranges()) {
            long gpa = range.gpa() / GuestMemory.PAGE * GuestMemory.PAGE;
            pages.put(gpa, page(gpa));
        }
        return this;
    }

    Bytes page(long gpa) {
        return launch.thenAsk(
                "sendPages", (context, machine) -> can.sendPages(context, gpa, GuestMemory.PAGE, machine));
    }

    SentGuest vcpus() {
        for (int i = 0; i < launch.plan().vcpus().size(); i++) {
            int index = i;
            vcpus.add(launch.thenAsk("sendVcpu", (context, machine) -> can.sendVcpu(context, index, machine)));
        }
        return this;
    }

    SentGuest finish() {
        launch.then("sendFinish", can::sendFinish);
        return this;
    }

    Map<Long, Bytes> sentPages() {
        return pages;
    }

    List<Bytes> sentVcpus() {
        return vcpus;
    }

    /** Begins it at the other side. */
    void startAt(RehearsedLaunch other, Bytes packet) {
        LaunchPlan sent = launch.plan();
        LaunchPlan described = new LaunchPlan(
                sent.type(),
                sent.memory(),
                List.of(),
                sent.vcpus(),
                sent.vcpusMeasured(),
                sent.policy(),
                sent.profile(),
                List.of());
        other.then("receiveStart", (none, machine) -> can.receiveStart(described, packet, machine));
    }

    /** Begins it at the other side as it was sent. */
    void startAt(RehearsedLaunch other) {
        startAt(other, start);
    }

    void pageAt(RehearsedLaunch other, long gpa, Bytes packet) {
        other.then(
                "receivePages",
                (context, machine) -> can.receivePages(context, gpa, GuestMemory.PAGE, packet, machine));
    }

    void vcpuAt(RehearsedLaunch other, int index, Bytes packet) {
        other.then("receiveVcpu", (context, machine) -> can.receiveVcpu(context, index, packet, machine));
    }

    /** All of it. */
    void arriveAt(RehearsedLaunch other) {
        startAt(other);
        pages.forEach((gpa, packet) -> pageAt(other, gpa, packet));
        for (int i = 0; i < vcpus.size(); i++) {
            if (vcpus.get(i).length() > 0) {
                vcpuAt(other, i, vcpus.get(i));
            }
        }
        other.then("receiveFinish", can::receiveFinish);
    }

    @Override
    public void close() {
        launch.close();
    }
}
