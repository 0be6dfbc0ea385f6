// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.io.PrintStream;
import java.lang.reflect.Field;
import org.apache.karaf.shell.api.console.Session;

/**
 * The streams behind a session. Karaf up to 4.4.10 gives the session of a client ({@code bin/client COMMAND},
 * {@code ssh HOST COMMAND}) streams that keep what was written until the connection has gone. The one for errors is
 * reached by its field alone; where there is no such field, a newer Karaf flushes by itself.
 */
final class ClientStreams {
    private static final String SHELL = ".commandSession";
    private static final String ERRORS = "perr";

    private ClientStreams() {}

    /** Sends what a command wrote. */
    static void flush(Session session) {
        session.getConsole().flush();
        Object shell = session.get(SHELL);
        for (Class<?> type = shell == null ? null : shell.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field errors = type.getDeclaredField(ERRORS);
                errors.setAccessible(true);
                ((PrintStream) errors.get(shell)).flush();
                return;
            } catch (ReflectiveOperationException | RuntimeException e) {
                // Perhaps it is above
            }
        }
    }
}
