// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_launch_start} and {@code struct kvm_sev_receive_start}: one layout, one answer. */
final class StartStruct<C> implements StructCodec<C, GuestHandle> {
    /** Certificate and session may be missing. */
    static final StartStruct<LaunchStart> LAUNCH = new StartStruct<>(
            2,
            "LAUNCH_START",
            Buffers::optional,
            c -> new Fields(c.handle(), c.policy(), c.certificate(), c.session()),
            f -> new LaunchStart(f.handle, f.policy, f.certificate, f.session));

    static final StartStruct<ReceiveStart> RECEIVE = new StartStruct<>(
            12,
            "RECEIVE_START",
            Buffers::required,
            c -> new Fields(c.handle(), c.policy(), c.certificate(), c.session()),
            f -> new ReceiveStart(f.handle, f.policy, f.certificate, f.session));

    private static final int HANDLE = 0;
    private static final int POLICY = 4;
    private static final int CERTIFICATE_UADDR = 8;
    private static final int CERTIFICATE_LEN = 16;
    private static final int SESSION_UADDR = 24;
    private static final int SESSION_LEN = 32;

    private final int id;
    private final String name;
    private final Input input;
    private final Function<C, Fields> fields;
    private final Function<Fields, C> command;

    private StartStruct(int id, String name, Input input, Function<C, Fields> fields, Function<Fields, C> command) {
        this.id = id;
        this.name = name;
        this.input = input;
        this.fields = fields;
        this.command = command;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int size() {
        return 40;
    }

    @Override
    public Bytes encode(C start, AddressSpace memory) {
        Fields values = fields.apply(start);
        Buffers buffers = new Buffers(name, memory);
        return Bytes.of(blank().putInt(HANDLE, values.handle)
                .putInt(POLICY, values.policy)
                .putLong(CERTIFICATE_UADDR, buffers.place(values.certificate))
                .putInt(CERTIFICATE_LEN, values.certificate.length())
                .putLong(SESSION_UADDR, buffers.place(values.session))
                .putInt(SESSION_LEN, values.session.length())
                .array());
    }

    @Override
    public C decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        Buffers buffers = new Buffers(name, memory);
        return command.apply(new Fields(
                in.getInt(HANDLE),
                in.getInt(POLICY),
                input.read(buffers, in.getLong(CERTIFICATE_UADDR), in.getInt(CERTIFICATE_LEN)),
                input.read(buffers, in.getLong(SESSION_UADDR), in.getInt(SESSION_LEN))));
    }

    @Override
    public Bytes encodeAnswer(C start, GuestHandle answer, Bytes struct, AddressSpace memory) {
        return Bytes.of(StructCodec.copy(struct).putInt(HANDLE, answer.value()).array());
    }

    @Override
    public GuestHandle decodeAnswer(C start, Bytes struct, AddressSpace memory) {
        return new GuestHandle(struct.buffer().getInt(HANDLE));
    }

    private record Fields(int handle, int policy, Bytes certificate, Bytes session) {}

    @FunctionalInterface
    private interface Input {
        Bytes read(Buffers buffers, long address, int length);
    }
}
