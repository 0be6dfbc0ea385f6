// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.exit;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the guest gets for its question. It is put into {@code kvm_run} when the vCPU runs again; until then it can be
 * changed. Not safe for use by several threads.
 */
public final class ExitReply {
    private final int offset;
    private final byte[] content;

    private ExitReply(int offset, byte[] content) {
        this.offset = offset;
        this.content = content;
    }

    /** All ones, as from a bus on which nothing answers. */
    static ExitReply ones(int offset, int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 0xff);
        return new ExitReply(offset, content);
    }

    static ExitReply words(int offset, long... words) {
        ExitReply answer = new ExitReply(offset, new byte[words.length * Long.BYTES]);
        for (int i = 0; i < words.length; i++) {
            answer.put(i * Long.BYTES, Long.BYTES, words[i]);
        }
        return answer;
    }

    /** Bytes it has. */
    public int length() {
        return content.length;
    }

    /** Sets the whole of it to one number, little-endian; bits that have no room are lost. */
    public void set(long value) {
        put(0, content.length, value);
    }

    /**
     * Sets the first bytes; the others stay.
     *
     * @throws IndexOutOfBoundsException when there is no room
     */
    public void set(byte[] bytes) {
        System.arraycopy(bytes, 0, content, 0, bytes.length);
    }

    void put(int at, int length, long value) {
        for (int i = 0; i < length; i++) {
            content[at + i] = i < Long.BYTES ? (byte) (value >>> i * Byte.SIZE) : 0;
        }
    }

    /** Puts it where the kernel looks for it. */
    public void writeTo(ByteBuffer run) {
        run.put(offset, content);
    }
}
