// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import org.cloister.api.guest.ContextSchema;

/** Writes contexts of another schema, and takes over no older ones. */
public class NextSchema extends Delegating {
    private static final ContextSchema SCHEMA = new ContextSchema("org.cloister.snp", 2);

    @Override
    public ContextSchema contextSchema() {
        return SCHEMA;
    }
}
