// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;

/**
 * Checks signatures of X.509 certificates and revocation lists.
 *
 * <p>What {@link #forRun()} gives does so once for each pair, however often a search for a chain asks: of valid and of
 * other ones alike. Safe to share between threads.
 */
final class Signatures {
    private final Crypto crypto;
    private final SignatureMemory memory;
    private final Map<Object, Map<AmdCertificate, Boolean>> run;

    /** @param memory of the valid ones */
    Signatures(Crypto crypto, SignatureMemory memory) {
        this(crypto, memory, null);
    }

    private Signatures(Crypto crypto, SignatureMemory memory, Map<Object, Map<AmdCertificate, Boolean>> run) {
        this.crypto = crypto;
        this.memory = memory;
        this.run = run;
    }

    /** The same, for what was given once. */
    Signatures forRun() {
        return new Signatures(crypto, memory, new ConcurrentHashMap<>());
    }

    Crypto crypto() {
        return crypto;
    }

    /** Whether a certificate's key signed another certificate. */
    boolean valid(AmdCertificate signed, AmdCertificate signer) {
        return valid(signed, signer, () -> signed.isSignedBy(signer, crypto));
    }

    /** Whether a certificate's key signed a revocation list. */
    boolean valid(AmdCrl signed, AmdCertificate signer) {
        return valid(signed, signer, () -> signed.isSignedBy(signer, crypto));
    }

    private boolean valid(Object signed, AmdCertificate signer, BooleanSupplier check) {
        if (run == null) {
            return memory.valid(signed, signer, check);
        }
        Map<AmdCertificate, Boolean> known = run.computeIfAbsent(signed, any -> new ConcurrentHashMap<>());
        return known.computeIfAbsent(signer, any -> memory.valid(signed, signer, check));
    }
}
