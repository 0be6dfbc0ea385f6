// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** A way for a guest to ask, which may or may not be there. */
@ConsumerType
public interface GuestTransport {
    /** Its name, in a word. */
    String name();

    /** Why it cannot be used here, in a sentence with the remedy; empty when it can. */
    Optional<String> obstacle();

    /**
     * Opens it.
     *
     * @throws org.cloister.api.CloisterException when it cannot be used after all
     */
    SecureGuest open();
}
