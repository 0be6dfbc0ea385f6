// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import java.lang.ref.Reference;
import java.util.function.LongFunction;
import org.cloister.api.Bytes;
import org.cloister.kvm.libc.Block;
import org.cloister.kvm.libc.Result;

/**
 * One command on its way to the kernel and back: an envelope that points to the command's struct, which points to
 * buffers. All of it stays where it is until the kernel has answered.
 */
final class Exchange {
    private final NativeSpace space = new NativeSpace();
    private Block struct = Block.of(0);
    private int structSize;
    private Block envelope;

    /** Where buffers are placed. */
    NativeSpace space() {
        return space;
    }

    /** Places the command's struct. */
    void struct(Bytes content) {
        struct = Block.of(content);
        structSize = content.length();
    }

    /** What the envelope's {@code data} has to be: 0 for a command without a struct. */
    long structAddress() {
        return structSize == 0 ? 0 : struct.address();
    }

    /** Makes the call with an envelope. */
    Result call(Bytes envelopeContent, LongFunction<Result> call) {
        envelope = Block.of(envelopeContent);
        try {
            return envelope.with(call);
        } finally {
            Reference.reachabilityFence(struct);
            Reference.reachabilityFence(space);
        }
    }

    /** The struct as the kernel left it. */
    Bytes answeredStruct() {
        return struct.bytes(structSize);
    }

    /** The envelope as the kernel left it. */
    Bytes answeredEnvelope(int size) {
        return envelope.bytes(size);
    }
}
