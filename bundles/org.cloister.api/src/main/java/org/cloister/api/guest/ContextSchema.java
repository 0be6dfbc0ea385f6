// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;

/**
 * Which names and values a context holds. Immutable.
 *
 * @param name whose contexts these are: the bundle that defines the schema, such as {@code org.cloister.snp}
 * @param version from 1; higher when names or meanings changed, so that an older backend would misread it
 */
public record ContextSchema(String name, int version) {
    /** Checks both parts. */
    public ContextSchema {
        Objects.requireNonNull(name, "name");
        if (version < 1) {
            throw new IllegalArgumentException("schema version " + version);
        }
    }

    /** {@code name/version}. */
    @Override
    public String toString() {
        return name + "/" + version;
    }
}
