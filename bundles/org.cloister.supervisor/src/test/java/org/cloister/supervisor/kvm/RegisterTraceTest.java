// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;

class RegisterTraceTest {
    private final RegisterTrace trace = new RegisterTrace();

    private static ByteBuffer struct(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void aProcessorThatNothingWasSetOfIsAsKvmStartsIt() {
        VcpuState state = trace.state(3);
        assertThat(state.index()).isEqualTo(3);
        assertThat(state.registers())
                .containsEntry("rip", 0xfff0L)
                .containsEntry("cs.base", 0xffff0000L)
                .containsEntry("cr0", 0x10L)
                .containsEntry("efer", 0x1000L)
                .containsEntry("x87_fcw", 0x37fL);
    }

    @Test
    void everyRegisterHasAPlaceInSaveAreas() {
        ByteBuffer xsave = struct(4096);
        xsave.putLong(512, 7);
        for (int at = 0; at < 512; at++) {
            xsave.put(at, (byte) 1);
        }
        for (int at = 576; at < 832; at++) {
            xsave.put(at, (byte) 2);
        }
        trace.set(KvmRequest.SET_XSAVE.number(), xsave);
        Map.of(0x277, 5L, 0xC0000081, 6L, 0xC0000102, 7L).forEach(trace::setMsr);
        VcpuState state = trace.state(0);
        assertThat(Vmsa.decode(Vmsa.encode(state), 0).registers()).isEqualTo(state.registers());
        assertThat(state.registers())
                .containsEntry("xmm15.high", 0x0101010101010101L)
                .containsEntry("ymm0.low", 0x0202020202020202L)
                .containsEntry("g_pat", 5L)
                .containsEntry("star", 6L);
    }

    private static ByteBuffer xsave(int marked, int content) {
        ByteBuffer xsave = struct(4096);
        xsave.putLong(512, marked);
        for (int at = 0; at < 832; at++) {
            if (at < 512 || at >= 576) {
                xsave.put(at, (byte) content);
            }
        }
        return xsave;
    }

    @Test
    void ofAPartOfTheXsaveAreaThatIsNotMarkedNothingIsTaken() {
        trace.set(KvmRequest.SET_XSAVE.number(), xsave(0, 0));
        assertThat(trace.state(0).registers()).containsEntry("x87_fcw", 0x37fL).containsEntry("mxcsr", 0x1f80L);
        trace.set(KvmRequest.SET_XSAVE.number(), xsave(7, 1));
        trace.set(KvmRequest.SET_XSAVE.number(), xsave(0, 2));
        assertThat(trace.state(0).registers())
                .containsEntry("x87_fcw", 0x0101L)
                .containsEntry("mxcsr", 0x01010101L)
                .containsEntry("xmm0.low", 0x0101010101010101L)
                .doesNotContainKey("ymm0.low");
    }

    @Test
    void mxcsrComesWithAnyPartOfTheXsaveArea() {
        for (int marked : new int[] {1, 2, 4}) {
            trace.set(KvmRequest.SET_XSAVE.number(), xsave(marked, marked));
            assertThat(trace.state(0).registers()).containsEntry("mxcsr", 0x01010101L * marked);
        }
    }

    @Test
    void generalRegistersAreThoseThatWereSetLast() {
        ByteBuffer regs = struct(144);
        for (int i = 0; i < 18; i++) {
            regs.putLong(i * 8, i + 100);
        }
        trace.set(KvmRequest.SET_REGS.number(), regs);
        assertThat(trace.state(0).registers())
                .containsEntry("rax", 100L)
                .containsEntry("rsp", 106L)
                .containsEntry("r15", 115L)
                .containsEntry("rip", 116L)
                .containsEntry("rflags", 117L);
    }

    @Test
    void aSegmentsAttributesAreThoseOfTheSaveArea() {
        ByteBuffer sregs = struct(312);
        // cs: base, limit, selector, then type, present, dpl, db, s, l, g, avl, unusable
        sregs.putLong(0, 0x1000).putInt(8, 0xffffffff).putShort(12, (short) 8);
        byte[] flags = {0xb, 1, 3, 1, 1, 0, 1, 0, 0};
        for (int i = 0; i < flags.length; i++) {
            sregs.put(14 + i, flags[i]);
        }
        // ss: the same, but unusable
        System.arraycopy(sregs.array(), 0, sregs.array(), 5 * 24, 24);
        sregs.put(5 * 24 + 22, (byte) 1);
        sregs.putLong(224, 0x60000031L).putLong(248, 0x20).putLong(264, 0x500);
        trace.set(KvmRequest.SET_SREGS.number(), sregs);
        assertThat(trace.state(0).registers())
                .containsEntry("cs.attributes", 0xcfbL)
                .containsEntry("cs.limit", 0xffffffffL)
                .containsEntry("cs.selector", 8L)
                .containsEntry("ss.attributes", 0xc7bL)
                .containsEntry("cpl", 3L)
                .containsEntry("cr0", 0x31L)
                .containsEntry("cr4", 0x60L)
                .containsEntry("efer", 0x1500L);
    }
}
