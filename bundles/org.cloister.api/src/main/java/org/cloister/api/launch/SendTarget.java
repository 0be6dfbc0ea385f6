// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where a guest is sent to: a file, or who carries the stream to another platform. Its methods are called in this
 * order, in the thread of who sends; each but {@link #released} may throw, and then the guest runs on here. An
 * {@link IOException} becomes {@code send.stream}.
 *
 * @since 1.3
 */
@ConsumerType
public interface SendTarget {
    /**
     * Says who is to receive it.
     *
     * @param beginning what the stream begins with, which describes the guest: memory, processors, policy, and no
     *     secret. A receiver that is asked gets it now
     * @return the identity of the receiver, opaque; empty for the platform that the guest is on
     */
    Optional<Bytes> receiver(Bytes beginning) throws IOException;

    /**
     * Accepts the receiver, or throws.
     *
     * @param fingerprint 32 bytes, what people compare
     */
    default void accept(Bytes fingerprint) {}

    /**
     * Opens the stream, now that nothing speaks against sending. What is written into it follows the beginning.
     *
     * @return closed by nobody but the target
     */
    OutputStream open() throws IOException;

    /** All is written. Returns when it is safe at the other side, which then waits for {@link #released}. */
    void complete() throws IOException;

    /** The guest does not run here any more: the other side may run it. Nothing can be taken back. */
    void released() throws IOException;
}
