// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.cloister.amd.id.SigningKey;

/** Fresh keys of owners and authors. */
final class OwnersKey {
    private OwnersKey() {}

    static SigningKey fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"));
            byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
            return SigningKey.read(pem.getBytes(StandardCharsets.US_ASCII), "key.pem");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
