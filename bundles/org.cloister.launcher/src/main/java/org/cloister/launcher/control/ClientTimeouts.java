// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.time.Duration;

/**
 * How long each side waits for the other.
 *
 * @param request a server, for a client's whole request
 * @param reader a server, for a client that does not take its output, such as one that was suspended
 * @param end a server, for commands that are to end
 * @param answer a client, for the word that its command was taken
 * @param farewell a client that is to end, for the server's acknowledgement
 */
record ClientTimeouts(Duration request, Duration reader, Duration end, Duration answer, Duration farewell) {
    static final ClientTimeouts USUAL = new ClientTimeouts(
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));
}
