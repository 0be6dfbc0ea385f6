// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import org.cloister.api.platform.VcpuState;

/** Registers as they are, in a packet: those that the host knows anyway. */
public final class ProcessorRegisters {
    private ProcessorRegisters() {}

    /** The packet with a processor's registers. */
    public static Packet packet(VcpuState state) {
        return new Packet(PacketType.REGISTERS, state.index(), 0, MovedGuestWriter.write(state));
    }

    /**
     * The registers in a packet that is where it belongs.
     *
     * @throws org.cloister.api.CloisterException {@code receive.stream}
     */
    public static VcpuState of(Packet packet, PacketReader stream) {
        return MovedGuestReader.registers((int) packet.gpa(), packet.payload(), stream);
    }
}
