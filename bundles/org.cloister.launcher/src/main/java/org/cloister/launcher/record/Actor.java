// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.record;

import java.util.Optional;

/**
 * Who asks for something.
 *
 * @param user the user's name, or number where it has none, as the kernel reports it
 * @param client the process, as it describes itself; empty for the platform's own doing
 */
public record Actor(String user, Optional<String> client) {
    /** The platform itself, as when a file in a folder it watches has come. */
    static final Actor PLATFORM = new Actor(System.getProperty("user.name"), Optional.empty());
}
