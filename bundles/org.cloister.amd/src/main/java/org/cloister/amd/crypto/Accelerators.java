// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;

/** Providers that are faster than the platform's, where they are present and sound. */
final class Accelerators {
    // By name: to look for all providers, Java would start those of its own, and open every jar of a class path.
    private static final Map<String, String> CLASSES = Map.of(
            "AmazonCorrettoCryptoProvider", "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider",
            "BC", "org.bouncycastle.jce.provider.BouncyCastleProvider");

    // RFC 6979, A.2.6: P-384, SHA-384, message "sample".
    private static final String KEY = "3076301006072a8648ce3d020106052b8104002203620004"
            + "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13"
            + "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720";
    private static final EcSignature SIGNATURE = new EcSignature(
            new BigInteger(
                    "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46",
                    16),
            new BigInteger(
                    "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8",
                    16));

    private Accelerators() {}

    /** The provider of a name, when it gives the right answers. */
    static Optional<Provider> find(String name) {
        return Optional.ofNullable(Security.getProvider(name))
                .or(() -> load(CLASSES.get(name)))
                .filter(Accelerators::works);
    }

    // As good as absent: another C library, a temporary folder that is full or forbids execution. Java does its work.
    private static Optional<Provider> unusable(String what, Throwable why) {
        System.getLogger(Accelerators.class.getName())
                .log(Level.DEBUG, () -> what + " cannot be used here, Java does its work", why);
        return Optional.empty();
    }

    private static Optional<Provider> load(String className) {
        try {
            return Optional.of(
                    (Provider) Class.forName(className).getConstructor().newInstance());
        } catch (ClassNotFoundException absent) {
            return Optional.empty();
        } catch (ReflectiveOperationException | LinkageError e) {
            return unusable(className, e);
        }
    }

    private static boolean works(Provider provider) {
        try {
            Crypto tried = Crypto.of(provider);
            PublicKey key = PublicKeys.decode("EC", Bytes.ofHex(KEY)).orElseThrow();
            return verifies(tried, key, "sample") && !verifies(tried, key, "Sample");
        } catch (RuntimeException | LinkageError e) {
            return unusable(provider.getName(), e).isPresent();
        }
    }

    private static boolean verifies(Crypto tried, PublicKey key, String message) {
        Bytes content = Bytes.of(message.getBytes(StandardCharsets.US_ASCII));
        return tried.verifyEcdsa(key, Hash.SHA384, content, SIGNATURE);
    }
}
