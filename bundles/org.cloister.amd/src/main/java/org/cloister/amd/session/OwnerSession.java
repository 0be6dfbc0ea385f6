// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.security.SecureRandom;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;

/**
 * A session as a guest's owner makes it: two parts for the platform, and the keys that the owner keeps. The caller
 * verifies the platform's chain before: a session for a PDH that nobody verified protects nothing.
 *
 * @param certificate of the owner's Diffie-Hellman key; not signed, as its private part is not kept
 * @param blob the session
 * @param keys the owner's own; {@link #close} wipes them
 */
public record OwnerSession(SevCertificate certificate, SessionBlob blob, TransportKeys keys) implements AutoCloseable {
    /**
     * A new session with new keys.
     *
     * @param pdh the platform's Diffie-Hellman key
     * @param apiMajor of the platform's API, 0 to 255
     * @param apiMinor minor version of the platform's API, 0 to 255
     * @param policy that the guest is to have, unsigned 32 bits
     * @throws org.cloister.api.CloisterException {@code key.curve}, {@code key.point} when the PDH is not a key on
     *     P-384
     */
    public static OwnerSession create(EcKey pdh, int apiMajor, int apiMinor, long policy, SecureRandom random) {
        try (EcKeyPair pair = EcKeyPair.generate(random)) {
            SevCertificate certificate = SevCertificate.unsigned(
                    apiMajor, apiMinor, KeyUsage.PDH, KeyAlgorithm.ECDH_SHA256, pair.publicKey());
            PlatformSession session = PlatformSession.begin(pair, pdh, policy, random);
            return new OwnerSession(certificate, session.blob(), session.keys());
        }
    }

    /** Wipes the owner's keys. */
    @Override
    public void close() {
        keys.close();
    }
}
