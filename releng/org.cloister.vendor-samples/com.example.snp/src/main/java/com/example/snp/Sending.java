// SPDX-License-Identifier: Apache-2.0
package com.example.snp;

import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.channel.SnpUpdateLoop;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.launch.SnpPageKinds;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;

/** Hands ranges to the secure processor, and carries the launch digest on. */
final class Sending {
    private Sending() {}

    /** Sends what waits. The digest comes first: once a page is private, its plaintext is gone. */
    static ExampleContext all(ExampleContext before, Machine machine) {
        LaunchDigest digest = new LaunchDigest(before.digest());
        for (ExampleContext.Range range : before.waiting()) {
            machine.limits().check();
            extend(digest, range, machine.memory());
            machine.memory().turn(range.gpa(), range.size(), Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
            send(range, machine);
        }
        return before.sent(before.queue().size(), digest.value());
    }

    /** The launch digest that a finish gives now: what was sent, then the processors. */
    static Bytes digest(ExampleContext sent, Machine machine) {
        LaunchDigest digest = new LaunchDigest(sent.digest());
        for (int i = 0; i < machine.vcpus(); i++) {
            machine.limits().check();
            digest.extendVmsa(digest.contents(Vmsa.encode(machine.vcpu(i))));
        }
        return digest.value();
    }

    private static void extend(LaunchDigest digest, ExampleContext.Range range, GuestMemory memory) {
        SnpPageType type = SnpPageKinds.typeOf(range.kind());
        if (LaunchDigest.measuresContents(type)) {
            digest.extend(type, range.gpa(), memory.hostView().read(range.gpa(), Math.toIntExact(range.size())));
        } else {
            digest.extend(type, range.gpa(), range.size());
        }
    }

    private static void send(ExampleContext.Range range, Machine machine) {
        long address = machine.memory().hostAddress(range.gpa()).orElseThrow(() -> unaddressable(range));
        SnpPageType type = SnpPageKinds.typeOf(range.kind());
        SnpLaunchUpdate update = new SnpLaunchUpdate(range.gpa() >>> 12, address, range.size(), type, 0);
        SnpUpdateLoop.execute(machine.channel(SevChannel.class), update, range.name(), machine.limits());
    }

    private static RuntimeException unaddressable(ExampleContext.Range range) {
        return Problem.host("example.snp.address", "the platform's memory has no address for a range")
                .at(range.name())
                .remedy("choose another platform")
                .exception();
    }
}
