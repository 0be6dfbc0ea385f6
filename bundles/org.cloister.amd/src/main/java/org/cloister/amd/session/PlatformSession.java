// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.security.SecureRandom;
import java.util.Arrays;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.api.Bytes;

/**
 * A session as one who has a Diffie-Hellman key makes it for a platform: a sending platform with its PDH for another
 * (SEV API, 55766, "SEND_START", "RECEIVE_START"), a guest's owner with a key of the session's own
 * ({@link OwnerSession}). It says nothing of who made it: whoever has the platform's public key can.
 *
 * @param blob what the receiving platform takes
 * @param keys the maker's own; {@link #close} wipes them
 * @since 1.1
 */
public record PlatformSession(SessionBlob blob, TransportKeys keys) implements AutoCloseable {
    private static final int DRAWN = 16;

    /**
     * The sender's side: a new session with new keys. Draws TEK, TIK, nonce and IV, 16 bytes each, in this order.
     *
     * @param own the sender's key; the caller wipes it
     * @param receiver the receiving platform's PDH
     * @param policy that the guest has, unsigned 32 bits
     * @throws org.cloister.api.CloisterException {@code key.curve}, {@code key.point} when the PDH is not a key on
     *     P-384
     */
    public static PlatformSession begin(EcKeyPair own, EcKey receiver, long policy, SecureRandom random) {
        byte[] agreed = own.agree(receiver);
        TransportKeys keys = TransportKeys.generate(random);
        try {
            return new PlatformSession(SessionBlob.seal(agreed, draw(random), draw(random), keys, policy), keys);
        } catch (RuntimeException e) {
            keys.close();
            throw e;
        } finally {
            Arrays.fill(agreed, (byte) 0);
        }
    }

    /**
     * The receiver's side: the keys of a session, when both authentication codes are right.
     *
     * @param own the receiving platform's PDH; the caller wipes it
     * @param sender the key that the session was made with
     * @param policy that the guest is to have, unsigned 32 bits
     * @return for the caller to close
     * @throws org.cloister.api.CloisterException {@code key.curve}, {@code key.point}; and as {@link SessionBlob#open}
     */
    public static TransportKeys accept(EcKeyPair own, EcKey sender, SessionBlob blob, long policy) {
        byte[] agreed = own.agree(sender);
        try {
            return blob.open(agreed, policy);
        } finally {
            Arrays.fill(agreed, (byte) 0);
        }
    }

    private static Bytes draw(SecureRandom random) {
        byte[] drawn = new byte[DRAWN];
        random.nextBytes(drawn);
        return Bytes.of(drawn);
    }

    /** Wipes the maker's keys. */
    @Override
    public void close() {
        keys.close();
    }
}
