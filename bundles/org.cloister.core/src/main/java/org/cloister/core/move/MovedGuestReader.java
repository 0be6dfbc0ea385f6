// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PolicyField;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VcpuState;

/** Reads what {@link MovedGuestWriter} writes, from whatever bytes; allocates no more than there are. */
final class MovedGuestReader {
    private static final int NUMBER = 16;
    private static final int MOST_REGIONS = 1024;
    private static final int MOST_VCPUS = 4096;
    private static final int MOST_PARTS = 4096;
    private static final long MOST_MEMORY = 64L << 40;

    private final ByteArrayInputStream bytes;
    private final DataInputStream in;

    private MovedGuestReader(Bytes content) {
        bytes = new ByteArrayInputStream(content.toArray());
        in = new DataInputStream(bytes);
    }

    /** A part of a list. */
    private interface Part<T> {
        T read(int index) throws IOException;
    }

    /**
     * Reads it.
     *
     * @throws org.cloister.api.CloisterException {@code receive.stream}
     */
    static MovedGuest read(Bytes content, PacketReader stream) {
        return read(content, stream, "the description of the guest", MovedGuestReader::all);
    }

    /**
     * Reads registers of a processor.
     *
     * @throws org.cloister.api.CloisterException {@code receive.stream}
     */
    static VcpuState registers(int index, Bytes content, PacketReader stream) {
        return read(
                content,
                stream,
                "the registers of processor " + index,
                reader -> VcpuState.of(index, reader.registers()));
    }

    /** What is all of some bytes. */
    private interface Whole<T> {
        T from(MovedGuestReader reader) throws IOException;
    }

    private static <T> T read(Bytes content, PacketReader stream, String name, Whole<T> whole) {
        MovedGuestReader reader = new MovedGuestReader(content);
        try {
            T read = whole.from(reader);
            require(reader.bytes.available() == 0, "something follows");
            return read;
        } catch (IOException | IllegalArgumentException e) {
            throw stream.wrong(name + " cannot be read")
                    .found(e.getMessage() == null ? "cut off" : e.getMessage())
                    .exception(e);
        }
    }

    private MovedGuest all() throws IOException {
        Bytes stream = blob();
        Bytes process = blob();
        require(stream.length() == NUMBER && process.length() == NUMBER, "numbers of another length");
        String guest = text();
        boolean kept = in.readBoolean();
        Trust trust = Trust.valueOf(text());
        return new MovedGuest(stream, process, guest, kept, trust, plan(), texts(), optional(this::measurement));
    }

    private LaunchPlan plan() throws IOException {
        GuestType type = new GuestType(text());
        String profile = text();
        List<MemoryRegion> memory = list(MOST_REGIONS, index -> new MemoryRegion(text(), in.readLong(), in.readLong()));
        require(memory.stream().mapToDouble(MemoryRegion::size).sum() <= MOST_MEMORY, "more memory than there can be");
        List<VcpuState> vcpus = list(MOST_VCPUS, index -> VcpuState.of(index, registers()));
        // It checks the regions' order
        MachineSpec spec = new MachineSpec(type, profile, memory, vcpus.size());
        return new LaunchPlan(type, spec.memory(), List.of(), vcpus, in.readBoolean(), policy(), profile, List.of());
    }

    private Map<String, Long> registers() throws IOException {
        Map<String, Long> registers = new LinkedHashMap<>();
        list(MOST_PARTS, index -> registers.put(text(), in.readLong()) == null);
        return registers;
    }

    private GuestPolicy policy() throws IOException {
        long value = in.readLong();
        Map<String, String> bits = texts();
        return new GuestPolicy(value, bits, list(MOST_PARTS, index -> field()));
    }

    private PolicyField field() throws IOException {
        String name = text();
        return in.readBoolean()
                ? new PolicyField.Number(name, in.readInt(), in.readLong())
                : new PolicyField.Content(name, blob());
    }

    private Measurement measurement(int none) throws IOException {
        String algorithm = text();
        Bytes value = blob();
        Optional<Bytes> nonce = optional(index -> blob());
        List<MeasuredRegister> registers = list(
                MOST_PARTS,
                index -> new MeasuredRegister(
                        text(), text(), blob(), MeasuredRegister.Source.valueOf(text()), in.readBoolean()));
        return new Measurement(algorithm, value, Measurement.Source.SENDER, nonce, registers);
    }

    private <T> Optional<T> optional(Part<T> part) throws IOException {
        return in.readBoolean() ? Optional.of(part.read(0)) : Optional.empty();
    }

    private <T> List<T> list(int most, Part<T> part) throws IOException {
        int count = in.readInt();
        require(count >= 0 && count <= most, "a list of " + count);
        List<T> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(part.read(i));
        }
        return all;
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        list(MOST_PARTS, index -> all.put(text(), text()) == null);
        return all;
    }

    private String text() throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(blob().toArray()))
                .toString();
    }

    private Bytes blob() throws IOException {
        int length = in.readInt();
        require(length >= 0 && length <= bytes.available(), "a part of " + length + " bytes");
        return Bytes.wrap(in.readNBytes(length));
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
