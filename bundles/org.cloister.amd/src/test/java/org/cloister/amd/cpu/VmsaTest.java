// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmsaTest {
    /** AMD APM volume 2, table B-4, and Linux, struct sev_es_save_area. */
    @ParameterizedTest
    @CsvSource({
        "es.selector,0,2",
        "es.attributes,2,2",
        "es.limit,4,4",
        "es.base,8,8",
        "cs.selector,10,2",
        "ss.selector,20,2",
        "ds.selector,30,2",
        "fs.selector,40,2",
        "gs.selector,50,2",
        "gdtr.limit,64,4",
        "ldtr.base,78,8",
        "idtr.limit,84,4",
        "tr.attributes,92,2",
        "pl0_ssp,a0,8",
        "u_cet,c0,8",
        "vmpl,ca,1",
        "cpl,cb,1",
        "efer,d0,8",
        "xss,140,8",
        "cr4,148,8",
        "cr3,150,8",
        "cr0,158,8",
        "dr7,160,8",
        "dr6,168,8",
        "rflags,170,8",
        "rip,178,8",
        "dr0,180,8",
        "dr3,198,8",
        "dr0_addr_mask,1a0,8",
        "dr3_addr_mask,1b8,8",
        "rsp,1d8,8",
        "s_cet,1e0,8",
        "ssp,1e8,8",
        "isst_addr,1f0,8",
        "rax,1f8,8",
        "star,200,8",
        "lstar,208,8",
        "cstar,210,8",
        "sfmask,218,8",
        "kernel_gs_base,220,8",
        "sysenter_cs,228,8",
        "sysenter_esp,230,8",
        "sysenter_eip,238,8",
        "cr2,240,8",
        "g_pat,268,8",
        "dbgctl,270,8",
        "br_from,278,8",
        "br_to,280,8",
        "last_excp_from,288,8",
        "last_excp_to,290,8",
        "pkru,2e8,4",
        "tsc_aux,2ec,4",
        "guest_tsc_scale,2f0,8",
        "guest_tsc_offset,2f8,8",
        "rcx,308,8",
        "rdx,310,8",
        "rbx,318,8",
        "rbp,328,8",
        "rsi,330,8",
        "rdi,338,8",
        "r8,340,8",
        "r15,378,8",
        "guest_exitinfo1,390,8",
        "guest_exitinfo2,398,8",
        "guest_exitintinfo,3a0,8",
        "guest_nrip,3a8,8",
        "sev_features,3b0,8",
        "vintr_ctrl,3b8,8",
        "guest_exitcode,3c0,8",
        "virtual_tom,3c8,8",
        "tlb_id,3d0,8",
        "pcpu_id,3d8,8",
        "event_inj,3e0,8",
        "xcr0,3e8,8",
        "x87_dp,400,8",
        "mxcsr,408,4",
        "x87_ftw,40c,2",
        "x87_fsw,40e,2",
        "x87_fcw,410,2",
        "x87_fop,412,2",
        "x87_ds,414,2",
        "x87_cs,416,2",
        "x87_rip,418,8",
        "st0.significand,420,8",
        "st7.significand,458,8",
        "st0.exponent,460,2",
        "st7.exponent,46e,2",
        "xmm0.low,470,8",
        "xmm15.high,568,8",
        "ymm0.low,570,8",
        "ymm15.high,668,8"
    })
    void hasRegistersWhereTheManualHasThem(String name, String offset, int width) {
        assertThat(Vmsa.registers()).contains(new Register(name, Integer.parseInt(offset, 16), width));
    }

    @Test
    void hasRegistersThatDoNotOverlap() {
        int end = 0;
        for (Register register : Vmsa.registers()) {
            assertThat(register.offset()).as(register.name()).isGreaterThanOrEqualTo(end);
            end = register.end();
        }
        assertThat(end).isEqualTo(0x670);
    }

    @Test
    void readsWhatItWrites() {
        Random random = new Random(4);
        for (int i = 0; i < 100; i++) {
            VcpuState state = VcpuState.of(i, randomRegisters(random));
            assertThat(Vmsa.decode(Vmsa.encode(state), i)).isEqualTo(state);
        }
    }

    @Test
    void writesLittleEndianAndLeavesTheRestZero() {
        Bytes page = Vmsa.encode(VcpuState.of(0, Map.of("rdx", 0x1122334455667788L)));
        assertThat(page.length()).isEqualTo(4096);
        assertThat(page.slice(0x310, 8).hex()).isEqualTo("8877665544332211");
        assertThat(page.slice(0, 0x310).isZero()).isTrue();
        assertThat(page.slice(0x318, 4096 - 0x318).isZero()).isTrue();
    }

    @Test
    void refusesARegisterItDoesNotHave() {
        Problem problem = refusal(() -> Vmsa.encode(VcpuState.of(3, Map.of("rflag", 2L))));
        assertThat(problem.code()).isEqualTo("vcpu.register");
        assertThat(problem.message()).contains("vCPU 3").contains("found rflag").contains("did you mean rflags");
    }

    @ParameterizedTest
    @CsvSource({"cs.selector,65536", "mxcsr,4294967296", "cpl,256", "cpl,-1"})
    void refusesAValueThatIsTooWide(String name, long value) {
        Problem problem = refusal(() -> Vmsa.encode(VcpuState.of(0, Map.of(name, value))));
        assertThat(problem.found()).isEqualTo(name + "=0x" + Long.toHexString(value));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xc8, 0xcc, 0xd8, 0x13f, 0x1c0, 0x248, 0x298, 0x2e7, 0x300, 0x320, 0x380, 0x3f0, 0x670, 0xfff})
    void refusesAReservedByteThatIsNotZero(int offset) {
        byte[] page = new byte[4096];
        page[offset] = 1;
        Problem problem = refusal(() -> Vmsa.decode(Bytes.of(page), 0));
        assertThat(problem.code()).isEqualTo("vmsa.reserved");
        assertThat(problem.where()).isEqualTo(String.format("offset 0x%x", offset));
    }

    @Test
    void refusesWhatIsNotAPage() {
        assertThat(refusal(() -> Vmsa.decode(Bytes.of(new byte[4095]), 0)).code())
                .isEqualTo("vmsa.size");
    }

    private static Map<String, Long> randomRegisters(Random random) {
        Map<String, Long> values = new HashMap<>();
        for (Register register : Vmsa.registers()) {
            long mask = register.width() == 8 ? -1 : (1L << register.width() * 8) - 1;
            long value = random.nextLong() & mask;
            if (value != 0 && random.nextBoolean()) {
                values.put(register.name(), value);
            }
        }
        return values;
    }
}
