// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.exit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.cloister.kvm.vm.abi.ExitReason;
import org.cloister.kvm.vm.abi.Layouts;

/** Reads {@code kvm_run} after a vCPU came back. */
public final class ExitReader {
    private static final Slot REASON = Layouts.RUN.slot("exit_reason");
    private static final Slot DIRECTION = Layouts.RUN_IO.slot("io.direction");
    private static final Slot IO_SIZE = Layouts.RUN_IO.slot("io.size");
    private static final Slot PORT = Layouts.RUN_IO.slot("io.port");
    private static final Slot COUNT = Layouts.RUN_IO.slot("io.count");
    private static final Slot DATA_OFFSET = Layouts.RUN_IO.slot("io.data_offset");
    private static final Slot MMIO_ADDRESS = Layouts.RUN_MMIO.slot("mmio.phys_addr");
    private static final Slot MMIO_DATA = Layouts.RUN_MMIO.slot("mmio.data");
    private static final Slot MMIO_LENGTH = Layouts.RUN_MMIO.slot("mmio.len");
    private static final Slot MMIO_WRITE = Layouts.RUN_MMIO.slot("mmio.is_write");
    private static final Slot CALL = Layouts.RUN_HYPERCALL.slot("hypercall.nr");
    private static final Slot CALL_ARGUMENTS = Layouts.RUN_HYPERCALL.slot("hypercall.args[0]");
    private static final Slot CALL_RESULT = Layouts.RUN_HYPERCALL.slot("hypercall.ret");
    private static final Slot ENTRY_REASON = Layouts.RUN_FAIL_ENTRY.slot("fail_entry.hardware_entry_failure_reason");
    private static final Slot ENTRY_CPU = Layouts.RUN_FAIL_ENTRY.slot("fail_entry.cpu");
    private static final Slot SUBERROR = Layouts.RUN_INTERNAL.slot("internal.suberror");
    private static final Slot ERROR_WORDS = Layouts.RUN_INTERNAL.slot("internal.ndata");
    private static final Slot ERROR_DATA = Layouts.RUN_INTERNAL.slot("internal.data[0]");
    private static final Slot EVENT = Layouts.RUN_SYSTEM_EVENT.slot("system_event.type");
    private static final Slot EVENT_WORDS = Layouts.RUN_SYSTEM_EVENT.slot("system_event.ndata");
    private static final Slot EVENT_DATA = Layouts.RUN_SYSTEM_EVENT.slot("system_event.data[0]");
    private static final Slot MSR_ERROR = Layouts.RUN_MSR.slot("msr.error");
    private static final Slot MSR_INDEX = Layouts.RUN_MSR.slot("msr.index");
    private static final Slot MSR_DATA = Layouts.RUN_MSR.slot("msr.data");
    private static final Slot FAULT_FLAGS = Layouts.RUN_MEMORY_FAULT.slot("memory_fault.flags");
    private static final Slot FAULT_GPA = Layouts.RUN_MEMORY_FAULT.slot("memory_fault.gpa");
    private static final Slot FAULT_SIZE = Layouts.RUN_MEMORY_FAULT.slot("memory_fault.size");
    private static final Slot CERTIFICATES_GPA = Layouts.RUN_SNP_REQ_CERTS.slot("snp_req_certs.gpa");
    private static final Slot CERTIFICATES_PAGES = Layouts.RUN_SNP_REQ_CERTS.slot("snp_req_certs.npages");
    private static final int WRITE = 1;
    private static final int MOST_WORDS = 16;
    private static final long NO_SUCH_CALL = -1000;
    private static final long EIO = 5;

    private static final ExitReason[] REASONS = reasons();

    private ExitReader() {}

    /** The event in it. */
    public static Exit read(ByteBuffer run) {
        int number = (int) REASON.number(run);
        ExitReason reason = number >= 0 && number < REASONS.length ? REASONS[number] : null;
        if (reason == null) {
            return new Exit.Unknown(number);
        }
        return switch (reason) {
            case IO -> port(run);
            case MMIO -> mmio(run);
            case DEBUG -> new Exit.Step();
            case X86_WRMSR ->
                new Exit.MsrWrite(
                        (int) MSR_INDEX.number(run),
                        MSR_DATA.number(run),
                        ExitReply.ones(MSR_ERROR.offset(), MSR_ERROR.size()));
            case HLT -> new Exit.Hlt();
            case SHUTDOWN -> new Exit.Shutdown();
            case INTR -> new Exit.Intr();
            case HYPERCALL -> hypercall(run);
            case FAIL_ENTRY -> new Exit.FailEntry(ENTRY_REASON.number(run), (int) ENTRY_CPU.number(run));
            case INTERNAL_ERROR ->
                new Exit.InternalError((int) SUBERROR.number(run), words(run, ERROR_DATA, ERROR_WORDS.number(run)));
            case SYSTEM_EVENT ->
                new Exit.SystemEvent((int) EVENT.number(run), words(run, EVENT_DATA, EVENT_WORDS.number(run)));
            case MEMORY_FAULT ->
                new Exit.MemoryFault(FAULT_FLAGS.number(run), FAULT_GPA.number(run), FAULT_SIZE.number(run));
            case SNP_REQ_CERTS -> certificates(run);
        };
    }

    private static Exit port(ByteBuffer run) {
        int port = (int) PORT.number(run);
        int size = (int) IO_SIZE.number(run);
        int count = (int) COUNT.number(run);
        int offset = (int) DATA_OFFSET.number(run);
        int length = size * count;
        return DIRECTION.number(run) == WRITE
                ? new Exit.PortWrite(port, size, count, bytes(run, offset, length))
                : new Exit.PortRead(port, size, count, ExitReply.ones(offset, length));
    }

    private static Exit mmio(ByteBuffer run) {
        long gpa = MMIO_ADDRESS.number(run);
        int length = (int) Math.min(MMIO_LENGTH.number(run), MMIO_DATA.size());
        return MMIO_WRITE.number(run) == WRITE
                ? new Exit.MmioWrite(gpa, bytes(run, MMIO_DATA.offset(), length))
                : new Exit.MmioRead(gpa, ExitReply.ones(MMIO_DATA.offset(), length));
    }

    private static Exit hypercall(ByteBuffer run) {
        List<Long> arguments = words(run, CALL_ARGUMENTS, 6);
        return new Exit.Hypercall(CALL.number(run), arguments, ExitReply.words(CALL_RESULT.offset(), NO_SUCH_CALL));
    }

    private static Exit certificates(ByteBuffer run) {
        long pages = CERTIFICATES_PAGES.number(run);
        ExitReply answer = ExitReply.words(CERTIFICATES_PAGES.offset(), pages, EIO);
        return new Exit.SnpReqCerts(CERTIFICATES_GPA.number(run), pages, answer);
    }

    private static List<Long> words(ByteBuffer run, Slot first, long count) {
        List<Long> words = new ArrayList<>();
        for (int i = 0; i < Math.min(count, MOST_WORDS); i++) {
            words.add(run.getLong(first.offset() + i * Long.BYTES));
        }
        return List.copyOf(words);
    }

    private static Bytes bytes(ByteBuffer run, int offset, int length) {
        byte[] copy = new byte[length];
        run.get(offset, copy);
        return Bytes.of(copy);
    }

    private static ExitReason[] reasons() {
        ExitReason[] byNumber = new ExitReason[ExitReason.SNP_REQ_CERTS.number() + 1];
        for (ExitReason reason : ExitReason.values()) {
            byNumber[reason.number()] = reason;
        }
        return byNumber;
    }
}
