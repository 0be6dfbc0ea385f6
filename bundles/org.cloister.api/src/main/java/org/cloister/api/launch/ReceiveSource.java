// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.io.IOException;
import java.io.InputStream;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where a guest comes from: a file, or who carries the stream of another platform. Its methods are called in this
 * order, in the thread of who receives. When one throws, nothing is left of the guest; but of {@link #confirm}, after
 * which it is held. An {@link IOException} becomes {@code receive.stream}.
 *
 * @since 1.3
 */
@ConsumerType
public interface ReceiveSource {
    /** The sender's last word. */
    enum Word {
        /** The guest does not run there any more: it runs here. */
        RUN,
        /** The guest runs on there: it ends here. */
        END
    }

    /** The stream. It is read to where it says that it ends, and no further. */
    InputStream stream() throws IOException;

    /** Whether a second one of a guest may run that may be alive. */
    boolean again();

    /**
     * Tells the sender who this platform is.
     *
     * @param identity opaque
     */
    void receiver(Bytes identity) throws IOException;

    /**
     * Tells the sender that all of the guest is here, and waits for its word.
     *
     * @param guest as it is named here
     * @throws IOException when the sender does not answer any more: the guest is held, as it may run there or not
     */
    Word confirm(String guest) throws IOException;
}
