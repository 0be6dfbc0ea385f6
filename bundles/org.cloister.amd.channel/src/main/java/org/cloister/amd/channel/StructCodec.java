// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.Bytes;

/**
 * The struct of one command. Structs that are handed in have {@link #size} bytes, answers belong to the command that is
 * handed in with them.
 */
interface StructCodec<C, A> {
    int id();

    int size();

    Bytes encode(C command, AddressSpace memory);

    C decode(Bytes struct, AddressSpace memory);

    Bytes encodeAnswer(C command, A answer, Bytes struct, AddressSpace memory);

    A decodeAnswer(C command, Bytes struct, AddressSpace memory);

    /** A struct of zeros to be filled in. */
    default ByteBuffer blank() {
        return ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A struct to be changed. */
    static ByteBuffer copy(Bytes struct) {
        return ByteBuffer.wrap(struct.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A command that answers nothing but success. */
    interface Silent<C> extends StructCodec<C, SevCommand.Done> {
        @Override
        default Bytes encodeAnswer(C command, SevCommand.Done answer, Bytes struct, AddressSpace memory) {
            return struct;
        }

        @Override
        default SevCommand.Done decodeAnswer(C command, Bytes struct, AddressSpace memory) {
            return SevCommand.Done.DONE;
        }
    }
}
