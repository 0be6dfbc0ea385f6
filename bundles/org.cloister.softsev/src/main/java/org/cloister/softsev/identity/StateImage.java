// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * A state file: {@code 0x00} the mark "cloister", {@code 0x08} u32 version, {@code 0x0c} u32 kind, {@code 0x10} u32
 * count of parts, each part u32 length and its bytes, and behind everything its SHA-256. Numbers have their highest
 * byte first. What does not fit is refused, never used in part.
 */
final class StateImage {
    /** The most that a file may have; what is stored has a tenth of it. */
    static final int MOST = 64 << 10;

    private static final byte[] MARK = "cloister".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEAD = 0x14;
    private static final int DIGEST = 32;
    private static final int MOST_PARTS = 64;

    private StateImage() {}

    /**
     * The bytes of a file.
     *
     * @return for the caller to wipe
     */
    static byte[] encode(int kind, List<byte[]> parts) {
        int length = HEAD
                + DIGEST
                + parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
        ByteBuffer out = ByteBuffer.allocate(length)
                .put(MARK)
                .putInt(VERSION)
                .putInt(kind)
                .putInt(parts.size());
        parts.forEach(part -> out.putInt(part.length).put(part));
        out.put(digest(out.array(), length - DIGEST));
        return out.array();
    }

    /**
     * The parts of a file.
     *
     * @param counts how many parts there may be
     * @param name what the file is called in problems
     * @return for the caller to wipe
     * @throws org.cloister.api.CloisterException {@code state.version} for a file of another version,
     *     {@code state.corrupt} for whatever else is wrong with it
     */
    static List<byte[]> decode(byte[] file, int kind, Set<Integer> counts, String name) {
        require(file.length >= HEAD + DIGEST && file.length <= MOST, name, file.length + " bytes");
        require(Arrays.equals(MARK, Arrays.copyOf(file, MARK.length)), name, "another mark at offset 0x0");
        ByteBuffer in = ByteBuffer.wrap(file, MARK.length, file.length - MARK.length - DIGEST);
        int version = in.getInt();
        byte[] stored = Arrays.copyOfRange(file, file.length - DIGEST, file.length);
        boolean whole = MessageDigest.isEqual(stored, digest(file, file.length - DIGEST));
        require(whole, name, "a wrong checksum");
        requireVersion(version, name);
        require(in.getInt() == kind, name, "another kind of state");
        requireCount(in, counts, name);
        return parts(in, name);
    }

    private static void requireCount(ByteBuffer in, Set<Integer> counts, String name) {
        int count = in.getInt(in.position());
        require(counts.contains(count), name, count + " parts");
    }

    private static List<byte[]> parts(ByteBuffer in, String name) {
        int count = in.getInt();
        require(count >= 0 && count <= MOST_PARTS, name, count + " parts");
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = in.remaining() >= Integer.BYTES ? in.getInt() : -1;
            require(length >= 0 && length <= in.remaining(), name, "a part that does not end");
            byte[] part = new byte[length];
            in.get(part);
            parts.add(part);
        }
        require(!in.hasRemaining(), name, "bytes behind the last part");
        return parts;
    }

    private static byte[] digest(byte[] file, int length) {
        MessageDigest engine = Crypto.platform().digest(Hash.SHA256);
        engine.update(file, 0, length);
        return engine.digest();
    }

    private static void requireVersion(int version, String name) {
        if (version != VERSION) {
            throw Problem.host(
                            SoftSevCodes.STATE_VERSION,
                            "this state was written by another version of the software platform")
                    .at(name)
                    .found(version)
                    .expected(VERSION)
                    .remedy("use the version that wrote it, or another state folder")
                    .exception();
        }
    }

    static void require(boolean holds, String name, String found) {
        if (!holds) {
            throw corrupt(name, found);
        }
    }

    static RuntimeException corrupt(String name, String found) {
        return Problem.host(SoftSevCodes.STATE_CORRUPT, "this state is damaged and is not used")
                .at(name)
                .found(found)
                .remedy(
                        "restore it from a copy; or remove it, so that what it held is made anew: keys, for which no older session"
                                + " or certificate counts, and settings as they were at first")
                .exception();
    }
}
