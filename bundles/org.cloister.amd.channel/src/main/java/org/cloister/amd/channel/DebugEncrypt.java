// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.CommandNames;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_DBG_ENCRYPT} (18): writes guest memory as the guest will see it, where its policy allows debugging.
 * For SEV and SEV-ES. Any alignment will do.
 *
 * <pre>{@code
 * long there = memory.hostAddress(0x10).orElseThrow();
 * channel.execute(new DebugEncrypt(Bytes.ofHex("c0ffee"), there));
 * }</pre>
 *
 * @param plaintext 1 to {@link DebugDecrypt#MAX} bytes; who has more calls again
 * @param guestAddress the host's address of the guest memory, not 0
 */
public record DebugEncrypt(Bytes plaintext, long guestAddress) implements SevCommand<SevCommand.Done> {
    static final Codec<DebugEncrypt, SevCommand.Done> CODEC =
            Codec.of(18, CommandNames.DBG_ENCRYPT, DebugLayout.LAYOUT, DebugEncrypt::write, DebugEncrypt::read);

    /** Checks length and address. */
    public DebugEncrypt {
        DebugLayout.requireLength(Objects.requireNonNull(plaintext, "plaintext").length());
        if (guestAddress == 0) {
            throw new IllegalArgumentException("guestAddress is 0");
        }
    }

    @Override
    public Codec<DebugEncrypt, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.place(DebugLayout.SOURCE, plaintext);
        out.put(DebugLayout.TARGET, guestAddress);
        out.put(DebugLayout.LENGTH, plaintext.length());
    }

    private static DebugEncrypt read(CommandStruct in) {
        DebugLayout.check(in);
        Bytes plaintext = in.content(DebugLayout.SOURCE, in.word(DebugLayout.LENGTH));
        return new DebugEncrypt(plaintext, in.number(DebugLayout.TARGET));
    }
}
