// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.supervisor.device.ModelCpuid;
import org.cloister.supervisor.linux.InjectedCall;
import org.cloister.supervisor.linux.OwnCpuid;
import org.cloister.supervisor.linux.ProcessMemory;
import org.cloister.supervisor.linux.Registers;
import org.cloister.supervisor.linux.SystemCall;
import org.cloister.supervisor.linux.TraceEvent;
import org.cloister.supervisor.linux.Tracing;

/**
 * Answers CPUID inside programs as the model does: from each exec on the instruction faults (arch_prctl(2),
 * ARCH_SET_CPUID), in the threads and processes that the program begins too, and the fault is answered here. Called by
 * the thread that traces.
 */
final class CpuidWatch {
    /** ARCH_SET_CPUID. */
    private static final long SET_CPUID = 0x1012;

    private static final long FAULT = 0;
    private static final byte[] INSTRUCTION = {0x0f, (byte) 0xa2};

    private final OwnCpuid own = new OwnCpuid();
    private final ModelCpuid model;

    CpuidWatch(ModelCpuid model) {
        this.model = model;
    }

    /** A process stopped at the beginning of a program. */
    void program(int process, Tracing tracing) {
        new InjectedCall(tracing, process).make(SystemCall.ARCH_PRCTL, SET_CPUID, FAULT);
    }

    /** Whether a stop was for that instruction, which is answered then. */
    boolean answers(TraceEvent event, Tracing tracing) {
        if (event.signal() != TraceEvent.FAULT) {
            return false;
        }
        Optional<Registers> registers = tracing.registers(event.thread());
        Optional<byte[]> code =
                registers.flatMap(all -> new ProcessMemory(event.thread()).read(all.next(), INSTRUCTION.length));
        if (code.isEmpty() || !Arrays.equals(code.get(), INSTRUCTION)) {
            return false;
        }
        Registers all = registers.get();
        all.answer(model.answer(all.leaf(), own.answer(all.leaf(), all.subleaf())), INSTRUCTION.length);
        tracing.set(event.thread(), all);
        return true;
    }
}
