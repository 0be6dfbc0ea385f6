// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.cli.report.Printable;
import org.cloister.cli.session.CommandContext;

/** A note on standard error. Files of others have a part in many: it stays one line, whatever they hold. */
final class NoteLine {
    private NoteLine() {}

    static void print(CommandContext session, String text) {
        session.streams().err().println("note: " + Printable.of(text));
    }
}
