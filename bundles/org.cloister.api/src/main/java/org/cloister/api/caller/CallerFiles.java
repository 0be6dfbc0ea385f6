// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The files that a command's caller names. Each is opened with the caller's rights, and a relative name starts from the
 * caller's folder.
 *
 * <p>Safe for use by several threads, as long as one input and one set of outputs are open at a time.
 */
@ProviderType
public interface CallerFiles {
    /**
     * The path of an output.
     *
     * @param name as the caller wrote it
     * @throws CloisterException {@code file.name}
     */
    Path path(String name);

    /**
     * Opens a file; a pipe is waited for.
     *
     * @param where what named it, for messages
     * @param name as the caller wrote it
     * @return its content; failures to read on are {@link IOException}s, or {@link CloisterException}s as
     *     {@link #unreadable} makes them
     * @throws CloisterException {@code file.missing}, {@code file.denied}, {@code file.folder}, {@code file.name},
     *     {@code file.unreadable}
     */
    InputStream open(String where, String name);

    /**
     * Begins a set of files to write.
     *
     * @param force whether files that exist may be replaced
     */
    OutputSet outputs(boolean force);

    /**
     * Connects to another running platform, which receives a guest; the caller carries the conversation.
     *
     * @param where what named it, for messages
     * @param place as the caller wrote it, {@code unix:PATH}
     * @throws CloisterException {@code link.here} where the caller is in this process; what the caller's side says when
     *     there is no platform
     * @since 1.2
     */
    default PlatformLink connect(String where, String place) {
        throw Problem.input(LinkCodes.LINK_HERE, "a guest is carried by the program, not from inside a platform")
                .at(where)
                .found(place)
                .remedy("use 'cloister migrate' in another terminal")
                .exception();
    }

    /** Problems of files that cannot be read. */
    static CloisterException unreadable(String where, IOException cause) {
        return Problem.input(ProblemCodes.FILE_UNREADABLE, "this file cannot be read")
                .at(where)
                .found(cause.getMessage())
                .exception(cause);
    }
}
