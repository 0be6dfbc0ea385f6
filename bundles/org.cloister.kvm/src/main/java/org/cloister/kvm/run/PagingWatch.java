// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.util.Map;
import org.cloister.kvm.vm.KvmVcpu;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.abi.Struct;
import org.cloister.kvm.vm.exit.Exit;

/**
 * Notices that a processor turns paging on for long mode, before it goes through its tables: those of a guest that
 * knows of memory encryption are for its platform to change first. Long mode is enabled before paging (AMD APM volume
 * 2, 14.6.1), by a register whose writes KVM hands out; from there it goes on instruction by instruction.
 */
final class PagingWatch {
    private static final int EFER = 0xC0000080;
    private static final long LME = 1 << 8;
    private static final long PG = 1L << 31;
    /** Code between the two has a few; what has more is not about to turn paging on. */
    private static final int MOST_STEPS = 1 << 14;

    private final KvmVcpu vcpu;
    private int left;
    private boolean on;

    PagingWatch(KvmVcpu vcpu) {
        this.vcpu = vcpu;
    }

    /** Has writes of the register handed out; a kernel that cannot do so (before 5.10) runs guests all the same. */
    static void prepare(KvmVm vm) {
        vm.exitOnWrite(EFER);
    }

    /** The processor begins with the registers that it has. */
    void begin() {
        Struct registers = vcpu.state().special();
        stepFrom(registers.get("efer"), registers.get("cr0"));
    }

    /** Writes the register for the guest; one that the processor would not take is left unanswered. */
    void take(Exit.MsrWrite write) {
        Struct registers = vcpu.state().special();
        boolean paged = (registers.get("cr0") & PG) != 0;
        boolean changed = ((registers.get("efer") ^ write.value()) & LME) != 0;
        boolean taken =
                write.number() == EFER && !(paged && changed) && vcpu.state().setMsrs(Map.of(EFER, write.value())) == 1;
        if (taken) {
            write.answer().set(0);
            stepFrom(write.value(), registers.get("cr0"));
        }
    }

    /** An instruction was executed. */
    void stepped() {
        on = (vcpu.state().special().get("cr0") & PG) != 0;
        if (on || --left == 0) {
            vcpu.singleStep(false);
        }
    }

    /** Whether paging was turned on. */
    boolean on() {
        return on;
    }

    private void stepFrom(long efer, long cr0) {
        if ((efer & LME) != 0 && (cr0 & PG) == 0) {
            left = MOST_STEPS;
            vcpu.singleStep(true);
        }
    }
}
