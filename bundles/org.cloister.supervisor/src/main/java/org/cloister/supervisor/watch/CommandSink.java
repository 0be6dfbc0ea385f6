// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.watch;

/** Takes what was seen of commands. Called by several threads. */
@FunctionalInterface
public interface CommandSink {
    /** Takes one. */
    void take(SeenCommand command);
}
