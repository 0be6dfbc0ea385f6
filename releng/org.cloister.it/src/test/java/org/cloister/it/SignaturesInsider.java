// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.function.UnaryOperator;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.EcSignature;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.crypto.PublicKeys;
import org.cloister.api.Bytes;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Runs inside the framework, and checks as many pairs of signatures as the question says: one of the message that was
 * signed, and one of another message. It answers with the name of the provider that is in use then.
 */
public final class SignaturesInsider implements BundleActivator, UnaryOperator<String> {
    /** The packages that it needs. */
    static final String IMPORTS = "org.osgi.framework,org.cloister.amd.crypto,org.cloister.api";

    // RFC 6979, A.2.6: P-384, SHA-384, message "test".
    private static final String KEY = "3076301006072a8648ce3d020106052b8104002203620004"
            + "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13"
            + "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720";
    private static final EcSignature SIGNATURE = new EcSignature(
            new BigInteger(
                    "8203b63d3c853e8d77227fb377bcf7b7b772e97892a80f36ab775d509d7a5feb0542a7f0812998da8f1dd3ca3cf023db",
                    16),
            new BigInteger(
                    "ddd0760448d42d8a43af45af836fce4de8be06b485e9b61b827c2f13173923e06a739f040649a667bf3b828246baa5a5",
                    16));

    private final Crypto crypto = Crypto.usual();
    private PublicKey key;

    @Override
    public void start(BundleContext context) {
        key = PublicKeys.decode("EC", Bytes.ofHex(KEY)).orElseThrow();
        context.registerService(UnaryOperator.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework takes the service back.
    }

    @Override
    public String apply(String pairs) {
        for (int i = 0; i < Integer.parseInt(pairs); i++) {
            if (!verifies("test") || verifies("Test")) {
                return "a wrong answer to pair " + i;
            }
        }
        return crypto.digest(Hash.SHA384).getProvider().getName();
    }

    private boolean verifies(String message) {
        Bytes content = Bytes.of(message.getBytes(StandardCharsets.US_ASCII));
        return crypto.verifyEcdsa(key, Hash.SHA384, content, SIGNATURE);
    }
}
