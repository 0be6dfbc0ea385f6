// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.softsev.identity.StateFiles.Kind;

/** State files of the software platform, for the fuzzer; it lies in the package that reads them. */
public final class StateImages {
    private static final int HEAD = 0x10;
    private static final int DIGEST = 32;

    private StateImages() {}

    /**
     * Reads a file of a kind that the first byte chooses: as it is, or with the head and the checksum that it needs to
     * get further.
     */
    public static void read(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = input[0] & 0xff;
        Kind<?> kind = StateFiles.ALL.get(choice % StateFiles.ALL.size());
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        read(kind, choice >= 0x80 ? rest : mended(kind, rest));
    }

    private static <T> void read(Kind<T> kind, byte[] file) {
        kind.wiper().accept(kind.decode(file, "state"));
    }

    private static byte[] mended(Kind<?> kind, byte[] rest) {
        byte[] file = ByteBuffer.allocate(HEAD + rest.length + DIGEST)
                .put("cloister".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putInt(kind.number())
                .put(rest)
                .array();
        MessageDigest digest = Crypto.platform().digest(Hash.SHA256);
        digest.update(file, 0, file.length - DIGEST);
        System.arraycopy(digest.digest(), 0, file, file.length - DIGEST, DIGEST);
        return file;
    }
}
