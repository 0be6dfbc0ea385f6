// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.cloister.api.Bytes;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.VcpuState;
import org.junit.jupiter.api.Test;

/** Registers that go as they are: where they may be in a stream, and in which forms of it. */
class ProcessorRegistersTest {
    private static final VcpuState STATE = VcpuState.of(1, Map.of("rip", 0xfff0L, "rax", -1L));
    private static final Packet PLAIN = new Packet(PacketType.VCPU, 0, 0, Bytes.EMPTY);
    private static final Packet PLAIN_TOO = new Packet(PacketType.VCPU, 1, 0, Bytes.EMPTY);
    private static final Packet SEALED = new Packet(PacketType.VCPU, 1, 0, Bytes.ofHex("00"));

    private static PacketReader stream(int form, Packet packet) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new PacketWriter(bytes).write(packet);
        byte[] stream = bytes.toByteArray();
        stream[PacketWriter.MAGIC.length - 1] = (byte) form;
        CRC32C sum = new CRC32C();
        sum.update(stream, 0, stream.length - PacketWriter.SUM);
        ByteBuffer.wrap(stream).putInt(stream.length - PacketWriter.SUM, (int) sum.getValue());
        return new PacketReader(new ByteArrayInputStream(stream));
    }

    @Test
    void theyComeAsTheyWere() throws IOException {
        PacketReader reader = stream(2, ProcessorRegisters.packet(STATE));
        assertThat(ProcessorRegisters.of(reader.next(), reader)).isEqualTo(STATE);
    }

    @Test
    void whatIsNotRegistersIsRefused() throws IOException {
        Bytes content = ProcessorRegisters.packet(STATE).payload();
        for (int length = 0; length < content.length(); length++) {
            PacketReader reader = stream(2, new Packet(PacketType.REGISTERS, 1, 0, content.slice(0, length)));
            Packet cut = reader.next();
            assertThatThrownBy(() -> ProcessorRegisters.of(cut, reader))
                    .hasMessageContaining("registers of processor 1");
        }
    }

    @Test
    void theFirstFormHasNone() throws IOException {
        assertThat(stream(1, PLAIN).next().kind()).isEqualTo(PacketType.VCPU);
        PacketReader reader = stream(1, ProcessorRegisters.packet(STATE));
        assertThatThrownBy(reader::next).hasMessageContaining("no packet of kind 8");
        assertThatThrownBy(() -> stream(0, PLAIN)).hasMessageContaining("another version");
        assertThatThrownBy(() -> stream(3, PLAIN)).hasMessageContaining("another version");
    }

    @Test
    void theyBelongToProcessorsWithoutAPacketOnceAndInOrder() throws IOException {
        Packet first = ProcessorRegisters.packet(new VcpuState(0, STATE.registers()));
        Packet second = ProcessorRegisters.packet(STATE);
        require(PLAIN, PLAIN_TOO, first, second);
        require(PLAIN, PLAIN_TOO, second);
        require(PLAIN, SEALED, first);
        for (Packet[] wrong : new Packet[][] {
            {PLAIN, first},
            {PLAIN, SEALED, second},
            {PLAIN, PLAIN_TOO, second, first},
            {PLAIN, PLAIN_TOO, second, second},
            {PLAIN, PLAIN_TOO, ProcessorRegisters.packet(new VcpuState(2, STATE.registers()))},
        }) {
            assertThatThrownBy(() -> require(wrong)).hasMessageContaining("not where it belongs");
        }
    }

    private static void require(Packet... packets) throws IOException {
        PacketOrder order = new PacketOrder(stream(2, PLAIN), List.of(new MemoryRegion("ram", 0, 4096)), 2);
        for (Packet packet : packets) {
            order.require(packet);
        }
    }
}
