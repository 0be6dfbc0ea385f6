package org.cloister.launcher.control;

import java.time.Duration;

/**
 * How long a server waits for others.
 *
 * @param request for a client's whole request
 * @param reader for a client that does not take its output, such as one that was suspended
 * @param end for commands that were told to end
 */
record Patience(Duration request, Duration reader, Duration end) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(10));
}
