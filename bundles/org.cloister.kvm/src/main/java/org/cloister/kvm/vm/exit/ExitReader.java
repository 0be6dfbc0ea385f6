// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.exit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.kvm.vm.abi.ExitReason;
import org.cloister.kvm.vm.abi.Field;
import org.cloister.kvm.vm.abi.Layouts;

/** Reads {@code kvm_run} after a vCPU came back. */
public final class ExitReader {
    private static final Field REASON = field("exit_reason");
    private static final Field DIRECTION = field("io.direction");
    private static final Field IO_SIZE = field("io.size");
    private static final Field PORT = field("io.port");
    private static final Field COUNT = field("io.count");
    private static final Field DATA_OFFSET = field("io.data_offset");
    private static final Field MMIO_ADDRESS = field("mmio.phys_addr");
    private static final Field MMIO_DATA = field("mmio.data");
    private static final Field MMIO_LENGTH = field("mmio.len");
    private static final Field MMIO_WRITE = field("mmio.is_write");
    private static final int WRITE = 1;
    private static final int MOST_WORDS = 16;
    private static final long NO_SUCH_CALL = -1000;
    private static final long EIO = 5;

    private static final ExitReason[] REASONS = reasons();

    private ExitReader() {}

    /** The event in it. */
    public static Exit read(ByteBuffer run) {
        int number = (int) REASON.get(run);
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
                new Exit.FailEntry(
                        value(run, "fail_entry.hardware_entry_failure_reason"), (int) value(run, "fail_entry.cpu"));
            case INTERNAL_ERROR ->
                new Exit.InternalError(
                        (int) value(run, "internal.suberror"),
                        words(run, "internal.data[0]", value(run, "internal.ndata")));
            case SYSTEM_EVENT ->
                new Exit.SystemEvent(
                        (int) value(run, "system_event.type"),
                        words(run, "system_event.data[0]", value(run, "system_event.ndata")));
            case MEMORY_FAULT ->
                new Exit.MemoryFault(
                        value(run, "memory_fault.flags"),
                        value(run, "memory_fault.gpa"),
                        value(run, "memory_fault.size"));
            case SNP_REQ_CERTS -> certificates(run);
        };
    }

    private static Exit port(ByteBuffer run) {
        int port = (int) PORT.get(run);
        int size = (int) IO_SIZE.get(run);
        int count = (int) COUNT.get(run);
        int offset = (int) DATA_OFFSET.get(run);
        int length = size * count;
        return DIRECTION.get(run) == WRITE
                ? new Exit.PortWrite(port, size, count, bytes(run, offset, length))
                : new Exit.PortRead(port, size, count, ExitReply.ones(offset, length));
    }

    private static Exit mmio(ByteBuffer run) {
        long gpa = MMIO_ADDRESS.get(run);
        int length = (int) Math.min(MMIO_LENGTH.get(run), MMIO_DATA.size());
        return MMIO_WRITE.get(run) == WRITE
                ? new Exit.MmioWrite(gpa, bytes(run, MMIO_DATA.offset(), length))
                : new Exit.MmioRead(gpa, ExitReply.ones(MMIO_DATA.offset(), length));
    }

    private static Exit hypercall(ByteBuffer run) {
        List<Long> arguments = words(run, "hypercall.args[0]", 6);
        int result = field("hypercall.ret").offset();
        return new Exit.Hypercall(value(run, "hypercall.nr"), arguments, ExitReply.words(result, NO_SUCH_CALL));
    }

    private static Exit certificates(ByteBuffer run) {
        long pages = value(run, "snp_req_certs.npages");
        ExitReply answer = ExitReply.words(field("snp_req_certs.npages").offset(), pages, EIO);
        return new Exit.SnpReqCerts(value(run, "snp_req_certs.gpa"), pages, answer);
    }

    private static List<Long> words(ByteBuffer run, String first, long count) {
        int offset = field(first).offset();
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

    private static long value(ByteBuffer run, String name) {
        return field(name).get(run);
    }

    private static Field field(String name) {
        return Layouts.RUN.field(name);
    }

    private static ExitReason[] reasons() {
        ExitReason[] byNumber = new ExitReason[ExitReason.SNP_REQ_CERTS.number() + 1];
        for (ExitReason reason : ExitReason.values()) {
            byNumber[reason.number()] = reason;
        }
        return byNumber;
    }
}
