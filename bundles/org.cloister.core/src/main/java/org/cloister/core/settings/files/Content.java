// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.nio.file.Path;

/**
 * A settings file that could be read.
 *
 * @param name what its name says
 */
record Content(Path path, FileName name, Entries entries) {
    /** What distinguishes it from the others: one file for each configuration. */
    String id() {
        return name.instance().map(instance -> name.pid() + "~" + instance).orElse(name.pid());
    }

    String file() {
        return path.toString();
    }
}
