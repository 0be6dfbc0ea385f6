// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys for chains made by tests, one for each name: making them takes longer than the tests. */
final class MadeKeys {
    private static final int BITS = 2048;
    private static final Map<String, KeyPair> RSA = new ConcurrentHashMap<>();
    private static final Map<String, KeyPair> P384 = new ConcurrentHashMap<>();

    private MadeKeys() {}

    static KeyPair rsa(String name) {
        return RSA.computeIfAbsent(name, any -> make("RSA"));
    }

    static KeyPair p384(String name) {
        return P384.computeIfAbsent(name, any -> make("EC"));
    }

    private static KeyPair make(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp384r1"));
            } else {
                generator.initialize(BITS);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
