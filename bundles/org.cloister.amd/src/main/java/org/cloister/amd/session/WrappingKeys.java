// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.util.Arrays;
import org.cloister.amd.crypto.AesCtr;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Bytes;

/**
 * The keys that hide and authenticate transport keys on their way: KEK and KIK, both from what owner and processor
 * agreed on (SEV API, 55766, "Key Agreement").
 */
final class WrappingKeys implements AutoCloseable {
    private static final int SIZE = AesCtr.KEY;

    private final byte[] encryption;
    private final byte[] integrity;

    private WrappingKeys(byte[] encryption, byte[] integrity) {
        this.encryption = encryption;
        this.integrity = integrity;
    }

    /**
     * The keys of a session.
     *
     * @param agreed what Diffie-Hellman gave; the caller wipes it
     * @param nonce 16 bytes, of this session alone
     */
    static WrappingKeys of(byte[] agreed, Bytes nonce) {
        byte[] master = KeyDerivation.derive(agreed, SIZE, "sev-master-secret", nonce);
        try {
            return ofMaster(master);
        } finally {
            Arrays.fill(master, (byte) 0);
        }
    }

    static WrappingKeys ofMaster(byte[] master) {
        return new WrappingKeys(
                KeyDerivation.derive(master, SIZE, "sev-kek", Bytes.EMPTY),
                KeyDerivation.derive(master, SIZE, "sev-kik", Bytes.EMPTY));
    }

    /** TEK, then TIK, encrypted. */
    Bytes wrap(TransportKeys keys, Bytes iv) {
        byte[] both = new byte[2 * TransportKeys.SIZE];
        byte[] tek = keys.tek();
        byte[] tik = keys.tik();
        System.arraycopy(tek, 0, both, 0, tek.length);
        System.arraycopy(tik, 0, both, tek.length, tik.length);
        try {
            return Bytes.of(AesCtr.apply(encryption, iv, both));
        } finally {
            wipe(both, tek, tik);
        }
    }

    TransportKeys unwrap(Bytes wrapped, Bytes iv) {
        byte[] both = AesCtr.apply(encryption, iv, wrapped.toArray());
        byte[] tek = Arrays.copyOf(both, TransportKeys.SIZE);
        byte[] tik = Arrays.copyOfRange(both, TransportKeys.SIZE, both.length);
        try {
            return TransportKeys.of(tek, tik);
        } finally {
            wipe(both, tek, tik);
        }
    }

    Bytes authenticate(Bytes wrapped) {
        return Crypto.platform().hmacSha256(integrity, wrapped);
    }

    @Override
    public void close() {
        wipe(encryption, integrity);
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
