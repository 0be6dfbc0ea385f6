// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.util.HexFormat;
import org.cloister.api.memory.GuestMemory;

/** The instruction CPUID as this process executes it, which Java has no word for. */
public final class OwnCpuid {
    private static final int READ_WRITE = 3;
    private static final int READ_EXECUTE = 5;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int ANSWER_SIZE = 16;

    // void cpuid(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]), System V calling convention
    private static final byte[] CODE = HexFormat.of()
            .parseHex(
                    "53" // push rbx
                            + "4989d0" // mov r8, rdx
                            + "89f8" // mov eax, edi
                            + "89f1" // mov ecx, esi
                            + "0fa2" // cpuid
                            + "418900" // mov [r8], eax
                            + "41895804" // mov [r8+4], ebx
                            + "41894808" // mov [r8+8], ecx
                            + "4189500c" // mov [r8+12], edx
                            + "5b" // pop rbx
                            + "c3"); // ret

    private final Function code;

    /**
     * Puts the instruction into a page of its own, which stays.
     *
     * @throws org.cloister.api.CloisterException {@code supervisor.call}
     */
    public OwnCpuid() {
        long page = NativeCalls.call(SystemCall.MMAP, 0, GuestMemory.PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0)
                .orThrow("mmap");
        new Pointer(page).write(0, CODE, 0, CODE.length);
        NativeCalls.call(SystemCall.MPROTECT, page, GuestMemory.PAGE, READ_EXECUTE)
                .orThrow("mprotect");
        code = Function.getFunction(new Pointer(page));
    }

    /** What the processor that this thread is on answers. */
    public CpuidRegisters answer(int leaf, int subleaf) {
        NativeStruct answer = NativeStruct.of(ANSWER_SIZE);
        answer.with(at -> {
            code.invoke(new Object[] {leaf, subleaf, new Pointer(at)});
            return null;
        });
        return new CpuidRegisters(
                answer.buffer().getInt(0),
                answer.buffer().getInt(4),
                answer.buffer().getInt(8),
                answer.buffer().getInt(12));
    }
}
