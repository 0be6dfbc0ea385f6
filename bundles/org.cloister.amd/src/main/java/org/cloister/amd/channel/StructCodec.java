package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.Bytes;

/** The struct of one command. Structs that are handed in have {@link #size} bytes. */
interface StructCodec<C extends SevCommand<A>, A> {
    int id();

    int size();

    Bytes encode(C command, AddressSpace memory);

    C decode(Bytes struct, AddressSpace memory);

    Bytes encodeAnswer(A answer, Bytes struct);

    A decodeAnswer(Bytes struct);

    /** A struct of zeros to be filled in. */
    default ByteBuffer blank() {
        return ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A command that answers nothing but success. */
    interface Silent<C extends SevCommand<SevCommand.Done>> extends StructCodec<C, SevCommand.Done> {
        @Override
        default Bytes encodeAnswer(SevCommand.Done answer, Bytes struct) {
            return struct;
        }

        @Override
        default SevCommand.Done decodeAnswer(Bytes struct) {
            return SevCommand.Done.DONE;
        }
    }
}
