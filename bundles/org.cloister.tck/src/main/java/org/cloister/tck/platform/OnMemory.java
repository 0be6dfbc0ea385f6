// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.platform;

import org.cloister.api.CloisterException;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.check.VendorCheck;

/** A look at the memory of a fresh machine. */
@FunctionalInterface
interface OnMemory {
    /** Looks; a page is free from {@code gpa} on, and more behind it. */
    String of(GuestMemory memory, long gpa);

    /** The look as a check: with a machine that is closed afterwards. */
    static VendorCheck.Body<PlatformSubject> fresh(OnMemory look) {
        return on -> {
            VirtualMachine machine = on.create();
            try {
                return on.calls().ask("memory", () -> {
                    GuestMemory memory = machine.memory();
                    return look.of(memory, memory.regions().get(0).gpa());
                });
            } finally {
                on.close(machine);
            }
        };
    }

    /** The first address behind the last region. */
    static long end(GuestMemory memory) {
        MemoryRegion last = memory.regions().get(memory.regions().size() - 1);
        return last.end();
    }

    /** A call that has to be refused with a code. */
    static String refused(String code, String what, Runnable call) {
        try {
            call.run();
        } catch (CloisterException e) {
            CheckEnd.require(
                    e.problem().code().equals(code),
                    what + " is refused as " + e.problem().code());
            return code;
        }
        throw CheckEnd.failed(what + " is not refused");
    }
}
