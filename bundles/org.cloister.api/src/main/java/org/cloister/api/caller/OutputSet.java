// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Files that are made together: all are written under temporary names, and get their own when all are complete, so that
 * nobody ever reads half a file. Nothing is replaced without having been asked for, not even what came meanwhile.
 *
 * <p>For one thread at a time. Refusals are {@link org.cloister.api.CloisterException}s: {@code file.exists} when there
 * is such a file already, {@code file.kind} for what is not a file, {@code file.folder}, {@code file.denied},
 * {@code file.input} for what the same command has read, {@code file.unwritable}.
 */
@ProviderType
public interface OutputSet extends AutoCloseable {
    /** Refuses a path at which no file can be made because of what is there already. */
    void requireFree(Path target);

    /**
     * Begins a file, and makes its folder if that is missing; the one before is complete.
     *
     * @param secret whether nobody but the user may be able to read it, at no moment
     */
    void create(Path target, boolean secret);

    /** Goes on with the file that was begun last. */
    void write(byte[] bytes, int offset, int length);

    /** Gives all files their names. */
    void place();

    /** Removes what was written and not placed, with the folders that were made for it. */
    @Override
    void close();
}
