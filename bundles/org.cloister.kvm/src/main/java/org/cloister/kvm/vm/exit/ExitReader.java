// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.exit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.struct.Layout;
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
            case HLT -> new Exit.Hlt();
            case SHUTDOWN -> new Exit.Shutdown();
            case INTR -> new Exit.Intr();
            case HYPERCALL -> hypercall(run);
            case FAIL_ENTRY ->
                new Exit.FailEntry(value(run, Layouts.RUN_FAIL_ENTRY, "fail_entry.hardware_entry_failure_reason"), (int)
                        value(run, Layouts.RUN_FAIL_ENTRY, "fail_entry.cpu"));
            case INTERNAL_ERROR ->
                new Exit.InternalError(
                        (int) value(run, Layouts.RUN_INTERNAL, "internal.suberror"),
                        words(
                                run,
                                Layouts.RUN_INTERNAL,
                                "internal.data[0]",
                                value(run, Layouts.RUN_INTERNAL, "internal.ndata")));
            case SYSTEM_EVENT ->
                new Exit.SystemEvent(
                        (int) value(run, Layouts.RUN_SYSTEM_EVENT, "system_event.type"),
                        words(
                                run,
                                Layouts.RUN_SYSTEM_EVENT,
                                "system_event.data[0]",
                                value(run, Layouts.RUN_SYSTEM_EVENT, "system_event.ndata")));
            case MEMORY_FAULT ->
                new Exit.MemoryFault(
                        value(run, Layouts.RUN_MEMORY_FAULT, "memory_fault.flags"),
                        value(run, Layouts.RUN_MEMORY_FAULT, "memory_fault.gpa"),
                        value(run, Layouts.RUN_MEMORY_FAULT, "memory_fault.size"));
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
        List<Long> arguments = words(run, Layouts.RUN_HYPERCALL, "hypercall.args[0]", 6);
        int result = Layouts.RUN_HYPERCALL.slot("hypercall.ret").offset();
        return new Exit.Hypercall(
                value(run, Layouts.RUN_HYPERCALL, "hypercall.nr"), arguments, ExitReply.words(result, NO_SUCH_CALL));
    }

    private static Exit certificates(ByteBuffer run) {
        long pages = value(run, Layouts.RUN_SNP_REQ_CERTS, "snp_req_certs.npages");
        ExitReply answer = ExitReply.words(
                Layouts.RUN_SNP_REQ_CERTS.slot("snp_req_certs.npages").offset(), pages, EIO);
        return new Exit.SnpReqCerts(value(run, Layouts.RUN_SNP_REQ_CERTS, "snp_req_certs.gpa"), pages, answer);
    }

    private static List<Long> words(ByteBuffer run, Layout layout, String first, long count) {
        int offset = layout.slot(first).offset();
        List<Long> words = new ArrayList<>();
        for (int i = 0; i < Math.min(count, MOST_WORDS); i++) {
            words.add(run.getLong(offset + i * Long.BYTES));
        }
        return List.copyOf(words);
    }

    private static Bytes bytes(ByteBuffer run, int offset, int length) {
        byte[] copy = new byte[length];
        run.get(offset, copy);
        return Bytes.of(copy);
    }

    private static long value(ByteBuffer run, Layout layout, String name) {
        return layout.slot(name).number(run);
    }

    private static ExitReason[] reasons() {
        ExitReason[] byNumber = new ExitReason[ExitReason.SNP_REQ_CERTS.number() + 1];
        for (ExitReason reason : ExitReason.values()) {
            byNumber[reason.number()] = reason;
        }
        return byNumber;
    }
}
