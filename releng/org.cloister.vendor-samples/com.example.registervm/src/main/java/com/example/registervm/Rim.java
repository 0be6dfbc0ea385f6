// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;

/**
 * RIM, a realm's initial measurement: each step hashes a descriptor of 256 bytes with the value before in it (Arm's
 * Realm Management Monitor specification, DEN0137, realm measurement). Numbers are little-endian. Immutable.
 *
 * @param algorithm {@code SHA-256} or {@code SHA-512}
 * @param value the measurement so far, as long as the hash is
 */
public record Rim(String algorithm, Bytes value) {
    /** Bytes that a page, a granule in Arm's words, has. */
    public static final int GRANULE = 4096;

    private static final int DESCRIPTOR = 256;
    private static final int WIDTH = 64;
    private static final byte DATA = 0;
    private static final byte REC = 1;
    private static final byte RIPAS = 2;
    private static final long MEASURED = 1;
    private static final long RUNNABLE = 1;
    private static final int PC_AT = 0x200;
    private static final int GPRS_AT = 0x300;
    private static final int GPRS = 8;

    /** The measurement of a realm that was created. */
    public static Rim of(RealmParams params) {
        return new Rim(params.algorithm(), hash(params.algorithm(), params.page()));
    }

    /** With a run of memory that is the realm's from the beginning (RMI_RTT_INIT_RIPAS). */
    public Rim ripas(long base, long top) {
        return step(descriptor(RIPAS).putLong(base).putLong(top));
    }

    /** With a page and its content (RMI_DATA_CREATE). */
    public Rim data(long ipa, Bytes page) {
        return step(descriptor(DATA)
                .putLong(ipa)
                .putLong(MEASURED)
                .put(padded(hash(algorithm, page.toArray())).array()));
    }

    /** With the processor that runs first (RMI_REC_CREATE): {@code pc}, and {@code x0} to {@code x7}. */
    public Rim rec(VcpuState vcpu) {
        ByteBuffer params = ByteBuffer.allocate(GRANULE).order(ByteOrder.LITTLE_ENDIAN);
        params.putLong(RUNNABLE).putLong(PC_AT, vcpu.get("pc"));
        for (int i = 0; i < GPRS; i++) {
            params.putLong(GPRS_AT + i * Long.BYTES, vcpu.get("x" + i));
        }
        return step(descriptor(REC).put(padded(hash(algorithm, params.array())).array()));
    }

    private ByteBuffer descriptor(byte type) {
        return ByteBuffer.allocate(DESCRIPTOR)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(type)
                .putLong(DESCRIPTOR)
                .put(padded(value).array());
    }

    private Rim step(ByteBuffer descriptor) {
        return new Rim(algorithm, hash(algorithm, descriptor.array()));
    }

    private static ByteBuffer padded(Bytes hash) {
        return ByteBuffer.allocate(WIDTH).put(hash.buffer());
    }

    private static Bytes hash(String algorithm, byte[] content) {
        try {
            return Bytes.wrap(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
