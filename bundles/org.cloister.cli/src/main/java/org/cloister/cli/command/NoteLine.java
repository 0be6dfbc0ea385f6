// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.function.Consumer;
import org.cloister.api.CloisterException;
import org.cloister.cli.report.Printable;
import org.cloister.cli.session.CommandContext;

/** A note on standard error. Files of others have a part in many: it stays one line, whatever they hold. */
final class NoteLine {
    private NoteLine() {}

    /** What says that a vendor's service is passed over. */
    static Consumer<CloisterException> passedOver(CommandContext session) {
        return failing -> print(session, "passed over: " + failing.problem().message());
    }

    static void print(CommandContext session, String text) {
        session.streams().err().println("note: " + Printable.of(text));
    }
}
