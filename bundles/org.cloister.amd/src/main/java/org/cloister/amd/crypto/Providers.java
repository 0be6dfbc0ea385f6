// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.security.Provider;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which providers do the work; null for those that Java prefers.
 *
 * @param ecdsa for signatures on elliptic curves
 * @param other for everything else
 */
record Providers(Provider ecdsa, Provider other) {
    /** What Java brings. */
    static final Providers OF_JAVA = new Providers(null, null);

    /** Says which providers are in use. */
    interface Choice {
        /** For what is soon done by any of them. */
        Providers now();

        /** For a signature that is about to be checked. */
        Providers forSignature();

        static Choice of(Providers providers) {
            return new Choice() {
                @Override
                public Providers now() {
                    return providers;
                }

                @Override
                public Providers forSignature() {
                    return providers;
                }
            };
        }
    }

    /** Java's for the first signatures, then the fastest. */
    static final class AfterSome implements Choice {
        /** To load a provider takes 0.2 to 0.4 s, in which Java checks as many signatures on P-384. */
        private static final int SIGNATURES = 100;

        private final AtomicInteger left = new AtomicInteger(SIGNATURES);

        @Override
        public Providers now() {
            return left.get() > 0 ? OF_JAVA : Fastest.PROVIDERS;
        }

        @Override
        public Providers forSignature() {
            Providers now = now();
            if (now == OF_JAVA) {
                left.decrementAndGet();
            }
            return now;
        }
    }

    /** Chosen once, at first use: looking for providers and trying them takes a while. */
    static final class Fastest {
        static final Providers PROVIDERS = choose();

        private Fastest() {}

        private static Providers choose() {
            Provider corretto =
                    Accelerators.find("AmazonCorrettoCryptoProvider").orElse(null);
            return corretto == null
                    ? new Providers(Accelerators.find("BC").orElse(null), null)
                    : new Providers(corretto, corretto);
        }
    }
}
