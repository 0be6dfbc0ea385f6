// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import org.cloister.api.Problem;

/** Finds an engine at a provider, or at the platform's when that one has none. */
final class Algorithm {
    private Algorithm() {}

    interface FromProvider<T> {
        T get(Provider provider) throws GeneralSecurityException;
    }

    interface FromPlatform<T> {
        T get() throws GeneralSecurityException;
    }

    static <T> T get(Provider preferred, FromProvider<T> first, FromPlatform<T> second) {
        if (preferred != null) {
            try {
                return first.get(preferred);
            } catch (GeneralSecurityException | SecurityException e) {
                // The platform has all algorithms that are asked for here. It may refuse codes and ciphers of a
                // provider whose signed jar it does not find, as in a bundle.
            }
        }
        try {
            return second.get();
        } catch (GeneralSecurityException e) {
            throw Problem.host(CryptoCodes.CRYPTO_ALGORITHM, "this Java platform lacks an algorithm")
                    .found(e.getMessage())
                    .remedy("use a Java platform with the modules java.base and jdk.crypto.ec")
                    .exception(e);
        }
    }
}
