// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.cloister.kvm.vm.abi.ExitReason;
import org.cloister.kvm.vm.abi.Layouts;
import org.cloister.kvm.vm.abi.Struct;
import org.junit.jupiter.api.Test;

/** Events that this host's kernel may never give, from the bytes it would give them in. */
class ExitReaderTest {
    private final Exchange run = new Exchange();

    @Test
    void aHypercallIsAnsweredInItsPlace() {
        because(ExitReason.HYPERCALL).set("hypercall.nr", 12);
        for (int i = 0; i < 6; i++) {
            run.set("hypercall.args[" + i + "]", 10 + i);
        }
        Exit.Hypercall call = (Exit.Hypercall) read();
        assertThat(call.number()).isEqualTo(12);
        assertThat(call.arguments()).containsExactly(10L, 11L, 12L, 13L, 14L, 15L);
        answer(call);
        assertThat(run.get("hypercall.ret")).isEqualTo(-1000);
        call.answer().set(0);
        answer(call);
        assertThat(run.get("hypercall.ret")).isZero();
    }

    @Test
    void certificatesAreGrantedRefusedOrTooMany() {
        because(ExitReason.SNP_REQ_CERTS).set("snp_req_certs.gpa", 0x7000).set("snp_req_certs.npages", 2);
        Exit.SnpReqCerts request = (Exit.SnpReqCerts) read();
        assertThat(request.gpa()).isEqualTo(0x7000);
        assertThat(request.pages()).isEqualTo(2);
        assertCertificates(request, 2, 5);
        request.tooSmall(4);
        assertCertificates(request, 4, 28);
        request.refuse(11);
        assertCertificates(request, 4, 11);
        request.grant();
        assertCertificates(request, 4, 0);
    }

    private void assertCertificates(Exit.SnpReqCerts request, long pages, long errno) {
        answer(request);
        assertThat(run.get("snp_req_certs.npages")).isEqualTo(pages);
        assertThat(run.get("snp_req_certs.ret")).isEqualTo(errno);
        assertThat(run.get("snp_req_certs.gpa")).isEqualTo(0x7000);
    }

    @Test
    void aWriteOfAnMsrIsRefusedUnlessItIsAnswered() {
        because(ExitReason.X86_WRMSR)
                .set("msr.reason", 4)
                .set("msr.index", 0xc0000080L)
                .set("msr.data", 0x100);
        Exit.MsrWrite write = (Exit.MsrWrite) read();
        assertThat(write.number()).isEqualTo(0xc0000080);
        assertThat(write.value()).isEqualTo(0x100);
        answer(write);
        assertThat(run.get("msr.error")).isNotZero();
        write.answer().set(0);
        answer(write);
        assertThat(run.get("msr.error")).isZero();
    }

    @Test
    void aMemoryFaultTellsTheRange() {
        because(ExitReason.MEMORY_FAULT)
                .set("memory_fault.flags", 8)
                .set("memory_fault.gpa", 0x3000)
                .set("memory_fault.size", 0x1000);
        assertThat(read()).isEqualTo(new Exit.MemoryFault(8, 0x3000, 0x1000));
    }

    @Test
    void aSystemEventHasItsData() {
        because(ExitReason.SYSTEM_EVENT)
                .set("system_event.type", 6)
                .set("system_event.ndata", 1)
                .set("system_event.data[0]", 0x100);
        assertThat(read()).isEqualTo(new Exit.SystemEvent(6, List.of(0x100L)));
    }

    @Test
    void anEntryThatFailedTellsReasonAndProcessor() {
        because(ExitReason.FAIL_ENTRY)
                .set("fail_entry.hardware_entry_failure_reason", -1L)
                .set("fail_entry.cpu", 3);
        assertThat(read()).isEqualTo(new Exit.FailEntry(-1, 3));
    }

    @Test
    void anInternalErrorHasAtMostSixteenNumbers() {
        because(ExitReason.INTERNAL_ERROR).set("internal.suberror", 4).set("internal.ndata", 0xffffffffL);
        Exit.InternalError error = (Exit.InternalError) read();
        assertThat(error.data()).hasSize(16);
        assertThat(error.explain()).contains("internal error 4", "unexpected reason");
        assertThat(new Exit.InternalError(99, List.of()).explain())
                .isEqualTo("internal error 99: KVM gives an unknown" + " reason");
    }

    @Test
    void theInstructionThatKvmCannotEmulateIsShown() {
        var error = new Exit.InternalError(1, List.of(1L, 0x00dc380f66_05L, 0L, 7L));
        assertThat(error.explain()).contains("cannot emulate the instruction 660f38dc00");
        assertThat(new Exit.InternalError(1, List.of(0L, 5L)).explain()).endsWith("instruction (data 0x0 0x5)");
    }

    @Test
    void anUnknownReasonIsCarried() {
        for (int reason : new int[] {0, 1, 38, 44, 1000, -1}) {
            run.set("exit_reason", reason & 0xffffffffL);
            assertThat(read()).isEqualTo(new Exit.Unknown(reason));
        }
    }

    @Test
    void everyReasonHasAnEvent() {
        for (ExitReason reason : ExitReason.values()) {
            because(reason);
            assertThat(read()).as(reason.kernelName()).isNotInstanceOf(Exit.Unknown.class);
        }
    }

    @Test
    void aPortReadIsAnsweredWhereTheKernelLooks() {
        because(ExitReason.IO)
                .set("io.direction", 0)
                .set("io.size", 2)
                .set("io.count", 2)
                .set("io.port", 0x60)
                .set("io.data_offset", 0x1000);
        Exit.PortRead port = (Exit.PortRead) read();
        assertThat(port.answer().length()).isEqualTo(4);
        port.answer().set(new byte[] {1, 2, 3});
        answer(port);
        assertThat(run.buffer().getInt(0x1000)).isEqualTo(0xff030201);
        port.answer().set(-2);
        answer(port);
        assertThat(run.buffer().getInt(0x1000)).isEqualTo(-2);
        assertThatThrownBy(() -> port.answer().set(new byte[5])).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anMmioWriteHasTheBytesOfItsLength() {
        because(ExitReason.MMIO)
                .set("mmio.phys_addr", 0xfee00000L)
                .set("mmio.data", 0x0807060504030201L)
                .set("mmio.len", 3)
                .set("mmio.is_write", 1);
        assertThat(read()).isEqualTo(new Exit.MmioWrite(0xfee00000L, Bytes.ofHex("010203")));
    }

    private Exchange because(ExitReason reason) {
        return run.set("exit_reason", reason.number());
    }

    private Exit read() {
        return ExitReader.read(run.buffer());
    }

    private void answer(Exit exit) {
        ByteBuffer page = run.buffer();
        exit.question().orElseThrow().writeTo(page);
    }

    /** {@code kvm_run} by the names of its fields, whatever the reason is. */
    private static final class Exchange {
        private final Struct struct = Struct.withEntries(Layouts.RUN, 4096, 1);

        Exchange set(String field, long value) {
            slot(field).put(struct.buffer(), value);
            return this;
        }

        long get(String field) {
            return slot(field).number(struct.buffer());
        }

        ByteBuffer buffer() {
            return struct.buffer();
        }

        private static Slot slot(String name) {
            return Layouts.all().stream()
                    .filter(layout -> layout.kind().equals(Layouts.RUN.kind()))
                    .flatMap(layout -> layout.slots().stream())
                    .filter(slot -> slot.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
