// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.util.Arrays;
import java.util.List;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.Bytes;

/**
 * The keys above those that sign reports, with their X.509 certificates: what AMD keeps to itself for hardware. There
 * is no AMD behind a chip in software, and keys of chips change with what the platform reports, so that these sign
 * again and again.
 *
 * @param generation that the certificates name
 * @param ark the root
 * @param ask what signs the certificates of chip keys
 * @param asvk what signs the certificates of loaded keys
 */
public record EndorsementIdentity(Generation generation, Authority ark, Authority ask, Authority asvk)
        implements AutoCloseable {
    /**
     * A key with its certificate.
     *
     * @param privateKey RSA: its primes of 64 bytes, one behind the other; PKCS #8 in DER where an older version of the
     *     software platform has kept it
     * @param certificate X.509 in DER
     */
    public record Authority(byte[] privateKey, Bytes certificate) {
        /** That it is a key, and nothing of its private part. */
        @Override
        public String toString() {
            return "authority";
        }
    }

    /** All of them, the root first. */
    public List<Authority> all() {
        return List.of(ark, ask, asvk);
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        all().forEach(one -> Arrays.fill(one.privateKey(), (byte) 0));
    }
}
