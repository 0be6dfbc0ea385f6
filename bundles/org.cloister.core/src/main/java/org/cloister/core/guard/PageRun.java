// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import org.cloister.api.memory.Visibility;

/**
 * Pages one behind the other that are alike.
 *
 * @param gpa the first guest-physical address
 * @param size bytes, whole pages
 */
public record PageRun(long gpa, long size, Visibility visibility) {
    /** The first address behind it. */
    public long end() {
        return gpa + size;
    }
}
