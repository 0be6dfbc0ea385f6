package org.cloister.owner.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.api.Bytes;

/** Checks signatures of certificates, and may remember those that were valid. Safe to share between threads. */
final class Signatures {
    private final Crypto crypto;
    private final Optional<Memory> memory;

    private Signatures(Crypto crypto, Optional<Memory> memory) {
        this.crypto = crypto;
        this.memory = memory;
    }

    static Signatures forgetting(Crypto crypto) {
        return new Signatures(crypto, Optional.empty());
    }

    static Signatures remembering(Crypto crypto) {
        return new Signatures(crypto, Optional.of(new Memory()));
    }

    Crypto crypto() {
        return crypto;
    }

    /** Whether a certificate's key signed another certificate. */
    boolean valid(AmdCertificate signed, AmdCertificate signer) {
        Link link = new Link(signed.encoded(), signer.subjectPublicKeyInfo());
        if (memory.filter(known -> known.has(link)).isPresent()) {
            return true;
        }
        boolean valid = signed.isSignedBy(signer, crypto);
        if (valid) {
            memory.ifPresent(known -> known.add(link));
        }
        return valid;
    }

    /** A fact that nothing can change: this key signed these bytes. A certificate that differs in one bit is another one. */
    private record Link(Bytes certificate, Bytes key) {}

    /** The links that were used last. Nothing in it depends on time or trust. */
    private static final class Memory {
        private static final int SIZE = 64;

        private final Map<Link, Link> links = new LinkedHashMap<>(SIZE, 0.75f, true);

        synchronized boolean has(Link link) {
            return links.get(link) != null;
        }

        synchronized void add(Link link) {
            links.put(link, link);
            if (links.size() > SIZE) {
                links.remove(links.keySet().iterator().next());
            }
        }
    }
}
