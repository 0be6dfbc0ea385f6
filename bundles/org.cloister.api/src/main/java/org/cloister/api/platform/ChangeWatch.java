// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A notification of changes that goes on until it is closed. Safe for use by several threads.
 *
 * @since 1.1
 */
@ConsumerType
public interface ChangeWatch extends AutoCloseable {
    /** Notifies nobody; for what never changes. */
    ChangeWatch NONE = () -> {};

    /** Ends it; one notification may still be under way. Closing twice is harmless; it does not throw. */
    @Override
    void close();
}
