// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.watch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.cloister.amd.channel.PlatformCodec;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.api.Bytes;
import org.cloister.supervisor.linux.ProcessMemory;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CommandTap;
import org.cloister.supervisor.trap.ProcessTable;

/** Tells of every command, and has those fail that are to. */
public final class CommandWatch implements CommandTap {
    private static final int MACHINE_ERROR_AT = 16;
    private static final int PLATFORM_ERROR_AT = 12;
    private static final Bytes NONE = Bytes.EMPTY;

    private final CommandStructs machineStructs = new CommandStructs("kvm_sev_", SevCodec.layouts());
    private final CommandStructs platformStructs = new CommandStructs("sev_user_data_", PlatformCodec.layouts());
    private final List<CommandSink> sinks;
    private final List<WantedFailure> failures;

    /** Tells these of commands, and has these fail. */
    public CommandWatch(List<CommandSink> sinks, List<WantedFailure> failures) {
        this.sinks = List.copyOf(sinks);
        this.failures = List.copyOf(failures);
    }

    @Override
    public int platform(TrappedCall call, IntSupplier carriedOut) {
        Optional<PlatformEnvelope> envelope = call.memory()
                .read(call.third(), PlatformEnvelope.SIZE)
                .map(Bytes::wrap)
                .map(PlatformEnvelope::decode);
        int id = envelope.map(PlatformEnvelope::cmd).orElse(-1);
        String name = PlatformCodec.commands().getOrDefault(id, "command " + id);
        long data = envelope.map(PlatformEnvelope::data).orElse(0L);
        return watched(
                call,
                OptionalInt.empty(),
                name,
                () -> platformStructs.fields(name, call.memory(), data),
                PLATFORM_ERROR_AT,
                carriedOut,
                () -> NONE);
    }

    @Override
    public int machine(TrappedCall call, int machine, IntSupplier carriedOut, DigestSource digest) {
        Optional<SevEnvelope> envelope = call.memory()
                .read(call.third(), SevEnvelope.SIZE)
                .map(Bytes::wrap)
                .map(SevEnvelope::decode);
        int id = envelope.map(SevEnvelope::id).orElse(-1);
        String name = SevCodec.commands().getOrDefault(id, "command " + id);
        long data = envelope.map(SevEnvelope::data).orElse(0L);
        return watched(
                call,
                OptionalInt.of(machine),
                name,
                () -> machineStructs.fields(name, call.memory(), data),
                MACHINE_ERROR_AT,
                carriedOut,
                digest);
    }

    private interface Fields {
        Map<String, Object> read();
    }

    private int watched(
            TrappedCall call,
            OptionalInt machine,
            String name,
            Fields fields,
            int errorAt,
            IntSupplier carriedOut,
            DigestSource digest) {
        Map<String, Object> arguments = sinks.isEmpty() ? Map.of() : fields.read();
        Instant begin = Instant.now();
        long from = System.nanoTime();
        Optional<WantedFailure> failure =
                failures.stream().filter(one -> one.counts(name)).findFirst();
        int errno = failure.isPresent() ? fail(failure.get(), call, errorAt) : carriedOut.getAsInt();
        long micros = (System.nanoTime() - from) / 1000;
        if (!sinks.isEmpty()) {
            SeenCommand seen = new SeenCommand(
                    begin,
                    ProcessTable.processOf(call.thread()),
                    machine,
                    name,
                    arguments,
                    errno,
                    status(call.memory(), call.third() + errorAt),
                    micros,
                    errno == 0 ? digest.digest() : NONE);
            sinks.forEach(sink -> sink.take(seen));
        }
        return errno;
    }

    private static int fail(WantedFailure failure, TrappedCall call, int errorAt) {
        failure.status().ifPresent(status -> call.memory().write(call.third() + errorAt, encoded(status)));
        return failure.errno();
    }

    private static byte[] encoded(int status) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(status)
                .array();
    }

    private static OptionalInt status(ProcessMemory memory, long address) {
        return memory.read(address, Integer.BYTES)
                .map(bytes -> OptionalInt.of(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()))
                .orElse(OptionalInt.empty());
    }
}
