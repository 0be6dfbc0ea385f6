// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A conversation with the command that receives guests on another running platform; who calls carries it. One piece at
 * a time is written or read, and what is written is on its way when {@link OutputStream#flush} returns. Streams fail
 * with {@link java.io.IOException}s. For one thread at a time.
 *
 * @since 1.2
 */
@ProviderType
public interface PlatformLink extends AutoCloseable {
    /** What comes from there; it ends when the command does. */
    InputStream in();

    /** What goes there. */
    OutputStream out();

    /** Ends it; the command at the other side is cancelled unless it has ended. Closing twice is harmless. */
    @Override
    void close();
}
