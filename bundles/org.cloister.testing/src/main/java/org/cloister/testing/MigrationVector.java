// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Three platforms with known keys, and what a sender's processor gives out with every random value fixed: the folder
 * {@code migration-vector} of the data. Platforms are {@code sender}, {@code receiver} and {@code same-domain}, which
 * has the sender's owner; cases are {@code sev}, {@code es} and {@code domain}.
 */
public final class MigrationVector {
    private static final String FOLDER = "migration-vector/";

    private final String json = new String(file("vector.json"), StandardCharsets.UTF_8);

    /** A file of the folder. */
    public byte[] file(String name) {
        return DataFolder.bytes(FOLDER + name);
    }

    /** A platform's PDH certificate. */
    public byte[] pdh(String platform) {
        return file(platform + "-pdh.cert");
    }

    /** A platform's PEK, OCA and CEK certificates, one behind the other. */
    public byte[] chain(String platform) {
        return file(platform + "-chain.cert");
    }

    /** The session of a case, 128 bytes. */
    public byte[] session(String ofCase) {
        return file(ofCase + "-session.bin");
    }

    /**
     * A platform's private key, 48 bytes, the highest first.
     *
     * @param key {@code pdh}, {@code pek}, {@code oca} or {@code cek}
     */
    public byte[] privateKey(String platform, String key) {
        return value(platform, key + "_private");
    }

    /** What the sender draws for a session, in its order: TEK, TIK, nonce and IV. */
    public byte[] drawn(String ofCase) {
        return join(value(ofCase, "tek"), value(ofCase, "tik"), value(ofCase, "nonce"), value(ofCase, "wrap_iv"));
    }

    /** The IV of a packet, by the name of its files. */
    public byte[] iv(String packet) {
        byte[] iv = new byte[16];
        System.arraycopy(file(packet + ".hdr"), 4, iv, 0, iv.length);
        return iv;
    }

    /** A value of a platform or a case that is written in hexadecimal. */
    public byte[] value(String section, String name) {
        Matcher found = Pattern.compile("(?s)\"" + section + "\": \\{.*?\"" + name + "\": \"([0-9a-f]+)\"")
                .matcher(json);
        if (!found.find()) {
            throw new AssertionError("the vector has no " + name + " of " + section);
        }
        return HexFormat.of().parseHex(found.group(1));
    }

    /** Arrays, one behind the other. */
    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
