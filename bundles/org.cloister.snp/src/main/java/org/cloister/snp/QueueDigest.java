// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.List;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.launch.SnpPageKinds;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;

/** The launch digest that queued ranges and the processors' registers will give, from what lies in the machine. */
final class QueueDigest {
    private QueueDigest() {}

    static Bytes of(List<SnpContext.Queued> queue, Machine machine) {
        LaunchDigest digest = new LaunchDigest();
        for (SnpContext.Queued range : queue) {
            machine.limits().check();
            extend(digest, range, machine.memory());
        }
        for (int i = 0; i < machine.vcpus(); i++) {
            machine.limits().check();
            digest.extendVmsa(digest.contents(Vmsa.encode(machine.vcpu(i))));
        }
        return digest.value();
    }

    private static void extend(LaunchDigest digest, SnpContext.Queued range, GuestMemory memory) {
        SnpPageType type = SnpPageKinds.typeOf(range.kind());
        if (LaunchDigest.measuresContents(type)) {
            digest.extend(type, range.gpa(), memory.hostView().read(range.gpa(), Math.toIntExact(range.size())));
        } else {
            digest.extend(type, range.gpa(), range.size());
        }
    }
}
