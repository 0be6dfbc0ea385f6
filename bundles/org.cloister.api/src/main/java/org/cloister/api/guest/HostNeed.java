// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;

/**
 * A device node that the hardware form of a guest type needs. Lets a host without any such platform say what it lacks.
 *
 * @param path its absolute path, such as {@code /dev/sev}
 * @param remedy what makes it appear
 */
public record HostNeed(String path, String remedy) {
    /** Checks that both parts are there. */
    public HostNeed {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(remedy, "remedy");
    }
}
