// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import java.util.List;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Guest memory as one side sees it. Addresses are guest-physical; a run may cross pages and adjoining regions.
 *
 * <p>Calls fail with a {@link org.cloister.api.CloisterException} of code {@code memory.outside} when a byte of the run
 * has no memory behind it, {@code memory.closed} after the machine was closed, and {@code memory.refused} where this
 * side may not read or write the page at all. A call that fails has changed nothing. Implementations are safe for use
 * by several threads; what two threads write to the same byte at once is in either order.
 */
@ConsumerType
public interface MemoryView {
    /** Copies {@code length} bytes from {@code gpa} on into {@code target} at {@code offset}. */
    void read(long gpa, byte[] target, int offset, int length);

    /** Copies {@code length} bytes of {@code source} from {@code offset} on to {@code gpa}. */
    void write(long gpa, byte[] source, int offset, int length);

    /** The {@code length} bytes from {@code gpa} on. */
    default Bytes read(long gpa, int length) {
        byte[] copy = new byte[length];
        read(gpa, copy, 0, length);
        return Bytes.of(copy);
    }

    /** Writes all of {@code content} at {@code gpa}. */
    default void write(long gpa, Bytes content) {
        write(gpa, content.toArray(), 0, content.length());
    }

    /**
     * The runs of whole pages that may hold something other than zeros, by ascending address, not overlapping; what
     * lies outside them reads as zeros. So who copies a large machine's memory need not read all of it.
     *
     * @param region where to look
     * @return by default the whole region
     */
    default List<MemoryRegion> written(MemoryRegion region) {
        return List.of(region);
    }
}
