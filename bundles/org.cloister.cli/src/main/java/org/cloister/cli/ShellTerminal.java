// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.io.Console;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * Whether a person watches a command of Gogo's. Gogo takes every stream for a terminal that a command line did not
 * redirect, pipes that it has itself too.
 */
final class ShellTerminal {
    /** Where shells with line editing keep theirs. */
    private static final String TERMINAL = ".jline.terminal";

    private ShellTerminal() {}

    static boolean watches(CommandSession shell, Process process) {
        return process.isTty(2) && (edits(shell.get(TERMINAL)) || ofThisProcess(System.console()));
    }

    /** JLine has a dumb one where there is none. */
    private static boolean edits(Object terminal) {
        return terminal != null && !terminal.getClass().getSimpleName().startsWith("Dumb");
    }

    /** From Java 22 on there is a console without a terminal, and a method that tells. */
    private static boolean ofThisProcess(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
