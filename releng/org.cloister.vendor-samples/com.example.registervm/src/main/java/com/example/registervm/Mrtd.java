// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.cloister.api.Bytes;

/**
 * MRTD, a trust domain's measurement: SHA-384 over all steps of its build, in their order (Intel TDX Module ABI
 * Specification, TDH.MEM.PAGE.ADD and TDH.MR.EXTEND). Each step begins with a block of 128 bytes: the step's name in
 * ASCII, the address in bytes 16 to 23, little-endian, and zeros. Not for use by several threads.
 */
public final class Mrtd {
    /** The hash, of this register and of RTMR0 to RTMR3. */
    public static final String ALGORITHM = "SHA-384";
    /** Bytes of a register. */
    public static final int SIZE = 48;
    /** Bytes that one extension measures. */
    public static final int CHUNK = 256;

    private static final int BLOCK = 128;
    private static final int ADDRESS_AT = 16;

    private final MessageDigest steps;

    /** The measurement of an empty trust domain. */
    public Mrtd() {
        try {
            steps = MessageDigest.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** A page is added; its address counts, its content does not. */
    public void add(long gpa) {
        step("MEM.PAGE.ADD", gpa);
    }

    /** The content of a page that was added counts too, 256 bytes by 256 bytes. */
    public void extend(long gpa, Bytes page) {
        for (int at = 0; at < page.length(); at += CHUNK) {
            step("MR.EXTEND", gpa + at);
            page.digestTo(steps, at, CHUNK);
        }
    }

    /** The measurement, {@value #SIZE} bytes; it ends here. */
    public Bytes end() {
        return Bytes.wrap(steps.digest());
    }

    private void step(String name, long gpa) {
        byte[] block = new byte[BLOCK];
        ByteBuffer.wrap(block)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putLong(ADDRESS_AT, gpa);
        steps.update(block);
    }
}
