// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.cloister.api.Bytes;

/** Public keys of the Java Cryptography Architecture. */
public final class PublicKeys {
    private PublicKeys() {}

    /**
     * The key in an X.509 {@code SubjectPublicKeyInfo}.
     *
     * @param algorithm {@code RSA} or {@code EC}
     * @return empty when the platform takes it for no key
     */
    public static Optional<PublicKey> decode(String algorithm, Bytes subjectPublicKeyInfo) {
        try {
            X509EncodedKeySpec encoded = new X509EncodedKeySpec(subjectPublicKeyInfo.toArray());
            return Optional.of(KeyFactory.getInstance(algorithm).generatePublic(encoded));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
