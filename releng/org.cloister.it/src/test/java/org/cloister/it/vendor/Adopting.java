// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import org.cloister.api.guest.ContextSchema;

/** Writes contexts of another schema, and takes over the older ones. */
public final class Adopting extends NextSchema {
    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.version() <= contextSchema().version();
    }
}
