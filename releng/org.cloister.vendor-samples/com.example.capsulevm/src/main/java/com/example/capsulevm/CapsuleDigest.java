// SPDX-License-Identifier: Apache-2.0
package com.example.capsulevm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.guest.PageKind;
import org.cloister.api.platform.VcpuState;

/**
 * A capsule's measurement: SHA-256 over steps, each of which hashes the one before. A step begins with a word of its
 * own, so that no range can be passed off as a processor; texts are preceded by their length, so that none runs into
 * what follows. Numbers are little-endian. Immutable.
 *
 * @param value the measurement so far, {@value #SIZE} bytes
 */
public record CapsuleDigest(Bytes value) {
    /** Its name in measurements. */
    public static final String ALGORITHM = "SHA-256";
    /** Bytes of a measurement. */
    public static final int SIZE = 32;

    private static final String POLICY = "com.example.capsule/1 policy";
    private static final String RANGE = "com.example.capsule/1 range";
    private static final String VCPU = "com.example.capsule/1 vcpu";

    /** The measurement of an empty capsule. */
    public static CapsuleDigest of(long policy) {
        MessageDigest step = step(POLICY);
        step.update(number(policy));
        return ended(step);
    }

    /** With a range more; of its content counts every byte. */
    public CapsuleDigest and(long gpa, PageKind kind, Bytes content) {
        MessageDigest step = step(RANGE);
        value.digestTo(step, 0, SIZE);
        step.update(number(gpa));
        text(kind.name(), step);
        step.update(number(content.length()));
        content.digestTo(step, 0, content.length());
        return ended(step);
    }

    /** With a processor more. */
    public CapsuleDigest and(VcpuState vcpu) {
        MessageDigest step = step(VCPU);
        value.digestTo(step, 0, SIZE);
        step.update(number(vcpu.index()));
        for (Map.Entry<String, Long> register : vcpu.registers().entrySet()) {
            text(register.getKey(), step);
            step.update(number(register.getValue()));
        }
        return ended(step);
    }

    private static MessageDigest step(String word) {
        try {
            MessageDigest step = MessageDigest.getInstance(ALGORITHM);
            text(word, step);
            return step;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static CapsuleDigest ended(MessageDigest step) {
        return new CapsuleDigest(Bytes.of(step.digest()));
    }

    private static void text(String text, MessageDigest step) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        step.update(number(bytes.length));
        step.update(bytes);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
