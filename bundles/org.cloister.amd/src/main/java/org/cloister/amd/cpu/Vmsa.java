// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.api.Bytes;
import org.cloister.api.NearestNames;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.VcpuState;

/**
 * The VMSA: the page in which a processor's registers are saved, and measured at launch (AMD APM volume 2, table B-4).
 *
 * <p>Registers have the names of {@link VcpuState}. Beyond those it says: the upper half of a {@code ymm} register and
 * both halves of an {@code xmm} register are {@code ymm0.low, ymm0.high, xmm0.low, xmm0.high}; the x87 stack in its
 * physical order is {@code st0.significand} (64 bits) and {@code st0.exponent} (16 bits, sign included).
 */
public final class Vmsa {
    /** Bytes of a VMSA. */
    public static final int SIZE = GuestMemory.PAGE;

    private static final Map<String, Register> REGISTERS = SaveArea.registers();

    private Vmsa() {}

    /** All registers of the save area, in the order of their offsets. */
    public static Collection<Register> registers() {
        return REGISTERS.values();
    }

    /**
     * The page for a state.
     *
     * @return {@value #SIZE} bytes
     * @throws org.cloister.api.CloisterException {@code vcpu.register} for a register that is not known or a value that
     *     is too wide for it
     */
    public static Bytes encode(VcpuState state) {
        byte[] page = new byte[SIZE];
        ByteBuffer out = ByteBuffer.wrap(page);
        state.registers()
                .forEach((name, value) -> register(name, state.index(), value).put(out, value));
        return Bytes.of(page);
    }

    /**
     * The state in a page.
     *
     * @param page {@value #SIZE} bytes
     * @param index the processor's number
     * @return with the registers that are not zero
     * @throws org.cloister.api.CloisterException {@code vmsa.size}, {@code vmsa.reserved} when a byte that belongs to
     *     no register is not zero
     */
    public static VcpuState decode(Bytes page, int index) {
        if (page.length() != SIZE) {
            throw wrong(ProblemCodes.VMSA_SIZE, "a VMSA has one page")
                    .found(page.length() + " bytes")
                    .expected(SIZE)
                    .exception();
        }
        byte[] rest = page.toArray();
        Map<String, Long> values = new TreeMap<>();
        for (Register register : REGISTERS.values()) {
            long value = register.get(ByteBuffer.wrap(rest));
            if (value != 0) {
                values.put(register.name(), value);
                Arrays.fill(rest, register.offset(), register.end(), (byte) 0);
            }
        }
        checkNothingLeft(rest);
        return VcpuState.of(index, values);
    }

    private static Register register(String name, int vcpu, long value) {
        Register register = REGISTERS.get(name);
        if (register == null) {
            throw wrongRegister(vcpu, "a VMSA has no register of this name", name)
                    .remedy(NearestNames.offer(name, REGISTERS.keySet()))
                    .exception();
        }
        if (!register.fits(value)) {
            throw wrongRegister(vcpu, "the value is too wide for its register", name + "=" + Numbers.hex(value))
                    .expected(register.width() + " bytes")
                    .exception();
        }
        return register;
    }

    private static Problem wrongRegister(int vcpu, String what, String found) {
        return Problem.input(ProblemCodes.VCPU_REGISTER, what)
                .at("vCPU " + vcpu)
                .found(found);
    }

    private static void checkNothingLeft(byte[] rest) {
        for (int offset = 0; offset < rest.length; offset++) {
            if (rest[offset] != 0) {
                throw wrong(CpuCodes.VMSA_RESERVED, "a reserved byte of a VMSA is not zero")
                        .at(String.format(Locale.ROOT, "offset 0x%x", offset))
                        .found(String.format(Locale.ROOT, "0x%02x", rest[offset]))
                        .expected(0)
                        .exception();
            }
        }
    }

    private static Problem wrong(String code, String what) {
        return Problem.input(code, what);
    }
}
