// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.security.SecureRandom;
import java.util.Arrays;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * The keys of a session (SEV API, 55766, "Transport Keys"): the encryption key TEK hides what is sent, the integrity
 * key TIK authenticates it. {@link #close} wipes them. Not for use by several threads while it is closed.
 */
public final class TransportKeys implements AutoCloseable {
    /** Bytes of each key. */
    public static final int SIZE = 16;

    private final byte[] tek;
    private final byte[] tik;
    private boolean closed;

    private TransportKeys(byte[] tek, byte[] tik) {
        this.tek = tek;
        this.tik = tik;
    }

    /** New keys. */
    public static TransportKeys generate(SecureRandom random) {
        byte[] tek = new byte[SIZE];
        byte[] tik = new byte[SIZE];
        random.nextBytes(tek);
        random.nextBytes(tik);
        return new TransportKeys(tek, tik);
    }

    /**
     * Copies keys.
     *
     * @param tek {@value #SIZE} bytes; the caller wipes them
     * @param tik {@value #SIZE} bytes; the caller wipes them
     * @throws org.cloister.api.CloisterException {@code session.key}, naming the key whose length is wrong
     */
    public static TransportKeys of(byte[] tek, byte[] tik) {
        checkLength("tek", tek);
        checkLength("tik", tik);
        return new TransportKeys(tek.clone(), tik.clone());
    }

    /** A copy of the encryption key; the caller wipes it. */
    public byte[] tek() {
        return open(tek).clone();
    }

    /** A copy of the integrity key; the caller wipes it. */
    public byte[] tik() {
        return open(tik).clone();
    }

    /** A copy of both, for a holder with a life of its own. */
    public TransportKeys copy() {
        return new TransportKeys(tek(), tik());
    }

    /** HMAC-SHA256 with the integrity key, 32 bytes. */
    public Bytes authenticate(Bytes message) {
        return Crypto.platform().hmacSha256(open(tik), message);
    }

    /** Wipes both. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(tek, (byte) 0);
        Arrays.fill(tik, (byte) 0);
    }

    /** That they are keys, and nothing of them. */
    @Override
    public String toString() {
        return "transport keys";
    }

    byte[] borrowTek() {
        return open(tek);
    }

    byte[] borrowTik() {
        return open(tik);
    }

    private byte[] open(byte[] key) {
        if (closed) {
            throw new IllegalStateException("the transport keys were wiped");
        }
        return key;
    }

    private static void checkLength(String name, byte[] key) {
        if (key.length != SIZE) {
            throw Problem.input(ProblemCodes.SESSION_KEY, "this transport key has the wrong length")
                    .at(name)
                    .found(key.length + " bytes")
                    .expected(SIZE + " bytes")
                    .exception();
        }
    }
}
