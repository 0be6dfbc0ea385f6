// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.cloister.amd.channel.SevCodecTest.refused;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of the buffers that structs point to, and of the lengths that commands state. */
class BuffersTest {
    private static final Bytes BLOB = Bytes.of(new byte[16]);
    private static final Bytes TOO_LONG = Bytes.of(new byte[Blob.MAX + 1]);

    private final TableMemory memory = new TableMemory();

    @ParameterizedTest
    @CsvSource({
        "launch certificate without length, 2,  8, 00000000007f0000000000",
        "receive certificate missing,       12, 8, 0000000000000000",
        "receive session missing,           12, 24, 0000000000000000",
        "secret header missing,             5,  0, 0000000000000000",
        "secret header empty,               5,  8, 00000000",
        "secret payload of 16 KiB + 1,      5,  40, 01400000",
        "received payload of 4 GiB,         13, 40, ffffffff",
        "room of 16 KiB + 1,                6,  8, 01400000",
        "room of 4 GiB,                     20, 24, ffffffff",
        "session room of 16 KiB + 1,        8,  64, 01400000",
        "certificates missing,              8,  24, 0000000000000000",
        "nothing to decrypt,                17, 16, 00000000",
        "decrypted to nowhere,              17, 8, 0000000000000000",
        "decrypted beyond the end,          17, 0, ffffffffffffffff",
        "nothing to encrypt,                18, 16, 00000000",
        "2 GiB to encrypt,                  18, 16, 00000080",
        "encrypted to nowhere,              18, 8, 0000000000000000"
    })
    void buffersThatLinuxRefuses(String what, int id, int offset, String hex) {
        refuses(Errno.EINVAL, what, id, offset, hex);
    }

    /** What is as long as it was asked for, up to what the kernel can allocate at once. */
    @ParameterizedTest
    @CsvSource({"header room of 4 MiB + 1, 9, 8, 01004000", "payload room of 4 GiB, 9, 40, ffffffff"})
    void roomThatLinuxCannotAllocate(String what, int id, int offset, String hex) {
        refuses(Errno.ENOMEM, what, id, offset, hex);
    }

    private void refuses(int errno, String what, int id, int offset, String hex) {
        byte[] struct = SevCodec.encode(good(id), memory).struct().toArray();
        Bytes patch = Bytes.ofHex(hex);
        patch.copyTo(0, struct, offset, patch.length());
        assertThat(refused(errno, () -> SevCodec.decode(id, Bytes.of(struct), memory)))
                .as(what)
                .hasMessageContaining(good(id).name());
    }

    private static SevCommand<?> good(int id) {
        return switch (id) {
            case 2 -> new LaunchStart(0, 1, BLOB, BLOB);
            case 5 -> new LaunchSecret(BLOB, 0x1000, 16, BLOB);
            case 6 -> new LaunchMeasure(48);
            case 8 -> new SendStart(BLOB, BLOB, BLOB, 128);
            case 9 -> new SendUpdateData(0x1000, 16, 52, 16);
            case 12 -> new ReceiveStart(0, 1, BLOB, BLOB);
            case 13 -> new ReceiveUpdateData(BLOB, 0x1000, 16, BLOB);
            case 17 -> new DebugDecrypt(0x1000, 16);
            case 18 -> new DebugEncrypt(BLOB, 0x1000);
            default -> new GetAttestationReport(BLOB, 208);
        };
    }

    @Test
    void lengthsThatNoStructCanCarry() {
        illegal(() -> new LaunchStart(0, 1, TOO_LONG, Bytes.EMPTY));
        illegal(() -> new ReceiveStart(0, 1, BLOB, Bytes.EMPTY));
        illegal(() -> new LaunchUpdateData(0, -1));
        illegal(() -> new LaunchUpdateData(0, 1L << 32));
        illegal(() -> new LaunchSecret(Bytes.EMPTY, 0, 16, BLOB));
        illegal(() -> new LaunchMeasure(-1));
        illegal(() -> new LaunchMeasure(Blob.MAX + 1));
        illegal(() -> new SendStart(BLOB, Bytes.EMPTY, BLOB, 1));
        illegal(() -> new GetAttestationReport(Bytes.of(new byte[15]), 0));
        illegal(() -> new DebugDecrypt(0x1000, 0));
        illegal(() -> new DebugDecrypt(0x1000, DebugDecrypt.MAX + 1));
        illegal(() -> new DebugEncrypt(Bytes.EMPTY, 0x1000));
        illegal(() -> new DebugEncrypt(BLOB, 0));
        illegal(() -> new PekCertImport(BLOB, Bytes.EMPTY));
        illegal(() -> new SnpVlekLoad(Bytes.of(new byte[431])));
        illegal(() -> new GetId.Sockets(BLOB, BLOB));
        illegal(() -> new Blob(3, Bytes.of(new byte[2])));
        illegal(() -> Blob.ofLength(1L << 32));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Blob.MAX + 1, 0xffffffffL})
    void noRoomIsMadeForNothingOrForTooMuch(long length) {
        assertThat(refused(Errno.EINVAL, () -> LaunchMeasure.LENGTH.withRoomFor(Blob.ofLength(length))))
                .hasMessageContaining("length " + length)
                .hasMessageContaining("LAUNCH_MEASURE");
    }

    private static void illegal(ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call);
    }
}
