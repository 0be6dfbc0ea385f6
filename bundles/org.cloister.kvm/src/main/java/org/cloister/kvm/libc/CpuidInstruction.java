// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.util.HexFormat;

/**
 * The instruction CPUID, which Java has no word for: a few bytes of machine code in a page of their own. Nothing needs
 * to be permitted for it, as opposed to reading {@code /dev/cpu/0/cpuid}.
 */
public final class CpuidInstruction implements AutoCloseable {
    // void cpuid(uint32_t leaf, uint32_t subleaf, uint32_t registers[4]), System V calling convention
    private static final byte[] CODE = HexFormat.ofDelimiter(" ")
            .parseHex(
                    "53" // push rbx               the caller's
                            + " 49 89 d0" // mov r8, rdx     CPUID overwrites it
                            + " 89 f8" // mov eax, edi
                            + " 89 f1" // mov ecx, esi
                            + " 0f a2" // cpuid
                            + " 41 89 00" // mov [r8], eax
                            + " 41 89 58 04" // mov [r8+4], ebx
                            + " 41 89 48 08" // mov [r8+8], ecx
                            + " 41 89 50 0c" // mov [r8+12], edx
                            + " 5b" // pop rbx
                            + " c3"); // ret

    private final Mapping page;
    private final Function call;

    private CpuidInstruction(Mapping page) {
        this.page = page;
        call = Function.getFunction(new Pointer(page.address()));
    }

    /**
     * Readies the instruction.
     *
     * @throws org.cloister.api.CloisterException {@code kvm.call} when the system gives no page to execute
     */
    public static CpuidInstruction ready() {
        Mapping page = Mapping.anonymous(4096, "the CPUID instruction");
        page.write(0, CODE, 0, CODE.length);
        Result executable = page.makeExecutable();
        if (executable.failed()) {
            page.close();
            throw executable.failure("mprotect for execution");
        }
        return new CpuidInstruction(page);
    }

    /**
     * Asks the processor that this thread is on.
     *
     * @return EAX, EBX, ECX and EDX afterwards
     */
    public int[] execute(int leaf, int subleaf) {
        Block registers = Block.of(16);
        return page.inPlace(code -> registers.with(address -> {
                    call.invoke(new Object[] {leaf, subleaf, new Pointer(address)});
                    return new int[] {
                        registers.buffer().getInt(0),
                        registers.buffer().getInt(4),
                        registers.buffer().getInt(8),
                        registers.buffer().getInt(12)
                    };
                }))
                .orElseThrow();
    }

    @Override
    public void close() {
        page.close();
    }
}
