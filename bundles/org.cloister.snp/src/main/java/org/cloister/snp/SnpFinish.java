// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.channel.SnpUpdateLoop;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.launch.SnpPageKinds;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** Sends the queue and ends the launch. */
final class SnpFinish {
    private SnpFinish() {}

    static LaunchContext finish(SnpContext before, Machine machine) {
        SnpContext now = before;
        if (now.measurement().isEmpty()
                && machine.adapt(SnpLaunchInspection.class).isEmpty()) {
            now = new SnpContext(now.measured(SnpMeasurement.computed(now, machine)));
        }
        send(now, machine);
        machine.limits().check();
        machine.channel(SevChannel.class).execute(command(now));
        return now.in(SnpContext.State.RUNNING);
    }

    private static void send(SnpContext now, Machine machine) {
        List<SnpContext.Queued> queue = now.queue();
        long total = queue.stream().mapToLong(SnpContext.Queued::size).sum();
        long done = 0;
        for (SnpContext.Queued range : queue) {
            machine.limits().check();
            Optional<CpuidRange> cpuid = CpuidRange.fill(range, machine, now.reducedPhysBits());
            machine.memory().turn(range.gpa(), range.size(), Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
            send(range, cpuid, machine);
            done += range.size();
            machine.progress(done, total);
        }
    }

    private static void send(SnpContext.Queued range, Optional<CpuidRange> cpuid, Machine machine) {
        SnpPageType type = SnpPageKinds.typeOf(range.kind());
        long address = machine.memory().hostAddress(range.gpa()).orElseThrow(() -> unaddressable(range));
        SnpLaunchUpdate update = new SnpLaunchUpdate(range.gpa() >>> 12, address, range.size(), type, 0);
        try {
            SnpUpdateLoop.execute(machine.channel(SevChannel.class), update, range.name(), machine.limits());
        } catch (SevCommandException e) {
            // A CPUID range is one page, so the refused page is the one at the range's address.
            throw cpuid.map(page -> page.explain(e, address)).orElse(e);
        }
    }

    private static RuntimeException unaddressable(SnpContext.Queued range) {
        return Problem.host(ProblemCodes.MEMORY_ADDRESS, "the platform's memory has no address for a range")
                .at(range.name())
                .exception();
    }

    private static SnpLaunchFinish command(SnpContext now) {
        Optional<SignedIdBlock> id = now.idBlock().map(block -> new SignedIdBlock(block, now.idAuthentication()));
        return new SnpLaunchFinish(id, now.authorKeyEnabled(), now.vcekDisabled(), now.hostData(), 0);
    }
}
