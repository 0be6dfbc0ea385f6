// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.api.Bytes;

/**
 * A firmware image that the emulated processor takes: a head of 256 bytes as AMD's images have it (AMD-ASPFW,
 * {@code sev_fw_image.h}), and a body that nobody executes. All numbers are little-endian: {@code 0x10} the cookie
 * {@code $PS1}, {@code 0x14} u32 length of the body, {@code 0x4c} u32 security patch level, {@code 0x5b} u8 1,
 * {@code 0x60} u32 version (build, minor, major from the lowest byte), {@code 0x6c} u32 length of the whole image,
 * {@code 0xd0} SHA-256 of the body. That digest stands for the signature, which only AMD could make. Immutable.
 *
 * @param version of the firmware, each part 0 to 255
 * @param svn its security patch level, which becomes the component SNP of the TCB version; 0 to 255
 * @param body what would be executed
 * @since 1.1
 */
public record FirmwareImage(FirmwareVersion version, int svn, Bytes body) {
    /** Bytes of the head. */
    public static final int HEAD = 0x100;

    private static final int COOKIE_AT = 0x10;
    private static final int COOKIE = 0x31535024;
    private static final int BODY_AT = 0x14;
    private static final int SVN_AT = 0x4c;
    private static final int MEASURED_AT = 0x5b;
    private static final int VERSION_AT = 0x60;
    private static final int SIZE_AT = 0x6c;
    private static final int DIGEST_AT = 0xd0;
    private static final int BYTE = 0xff;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException for a part of the version or a patch level that is no byte
     */
    public FirmwareImage {
        int all = version.major() | version.minor() | version.build() | svn;
        if ((all & ~BYTE) != 0) {
            throw new IllegalArgumentException("firmware " + version + ", patch level " + svn + ": not bytes");
        }
    }

    /** The image. */
    public Bytes encode() {
        byte[] image = new byte[HEAD + body.length()];
        ByteBuffer.wrap(image)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(COOKIE_AT, COOKIE)
                .putInt(BODY_AT, body.length())
                .putInt(SVN_AT, svn)
                .put(MEASURED_AT, (byte) 1)
                .putInt(VERSION_AT, version.major() << 16 | version.minor() << 8 | version.build())
                .putInt(SIZE_AT, image.length);
        digest(body).copyTo(0, image, DIGEST_AT, Hash.SHA256.size());
        body.copyTo(0, image, HEAD, body.length());
        return Bytes.wrap(image);
    }

    /** Whether an image is as long as its head says. */
    public static boolean whole(Bytes image) {
        return image.length() >= HEAD
                && image.buffer().getInt(SIZE_AT) == image.length()
                && image.buffer().getInt(BODY_AT) == image.length() - HEAD;
    }

    /**
     * Reads an image.
     *
     * @param image a {@link #whole} one
     * @return empty where it is none, or was changed
     */
    public static Optional<FirmwareImage> decode(Bytes image) {
        ByteBuffer head = image.buffer();
        Bytes body = image.slice(HEAD, image.length() - HEAD);
        boolean authentic = head.getInt(COOKIE_AT) == COOKIE
                && image.slice(DIGEST_AT, Hash.SHA256.size()).equals(digest(body));
        int version = head.getInt(VERSION_AT);
        return authentic
                ? Optional.of(new FirmwareImage(
                        new FirmwareVersion(version >>> 16 & BYTE, version >>> 8 & BYTE, version & BYTE),
                        head.getInt(SVN_AT) & BYTE,
                        body))
                : Optional.empty();
    }

    private static Bytes digest(Bytes body) {
        return Bytes.wrap(Crypto.platform().digest(Hash.SHA256).digest(body.toArray()));
    }
}
