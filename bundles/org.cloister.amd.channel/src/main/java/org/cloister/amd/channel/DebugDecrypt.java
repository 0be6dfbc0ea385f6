// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_DBG_DECRYPT} (17): guest memory as the guest sees it, where its policy allows debugging. For SEV and
 * SEV-ES. Any alignment will do.
 *
 * <pre>{@code
 * long address = memory.hostAddress(0x10).orElseThrow();
 * Bytes plaintext = channel.execute(new DebugDecrypt(address, 3));
 * }</pre>
 *
 * @param guestAddress the host's address of the guest memory
 * @param length bytes, 1 to {@value #MAX}; who wants more calls again
 */
public record DebugDecrypt(long guestAddress, int length) implements SevCommand<Bytes> {
    static final Codec<DebugDecrypt, Bytes> CODEC = Codec.of(
                    17, CommandNames.DBG_DECRYPT, DebugLayout.LAYOUT, DebugDecrypt::write, DebugDecrypt::read)
            .answers(DebugDecrypt::writeAnswer, (c, in) -> in.content(DebugLayout.TARGET, c.length));

    /** The longest piece of one call, 1 MiB: a limit of this interface, the kernel has none. */
    public static final int MAX = 1 << 20;

    /** Checks the length. */
    public DebugDecrypt {
        DebugLayout.requireLength(length);
    }

    @Override
    public Codec<DebugDecrypt, Bytes> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(DebugLayout.SOURCE, guestAddress);
        out.place(DebugLayout.TARGET, Bytes.of(new byte[length]));
        out.put(DebugLayout.LENGTH, length);
    }

    private static DebugDecrypt read(CommandStruct in) {
        DebugLayout.check(in);
        return new DebugDecrypt(in.number(DebugLayout.SOURCE), in.word(DebugLayout.LENGTH));
    }

    private void writeAnswer(Bytes answer, CommandStruct out) {
        if (answer.length() != length) {
            throw out.invalid("an answer of " + answer.length() + " bytes");
        }
        out.write(DebugLayout.TARGET, answer);
    }
}
