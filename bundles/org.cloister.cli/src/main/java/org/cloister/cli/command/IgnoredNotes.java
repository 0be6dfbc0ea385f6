// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.cli.report.Printable;
import org.cloister.cli.session.CommandContext;

/** Notes about what lies among certificates and has no part in a verification. */
final class IgnoredNotes {
    /** The most that are listed one by one; JSON has all. */
    private static final int MOST = 16;

    private IgnoredNotes() {}

    static void print(CommandContext session, List<IgnoredItem> ignored) {
        ignored.stream()
                .limit(MOST)
                .forEach(one -> session.streams()
                        .err()
                        .println("note: " + Printable.of(one.where()) + " is ignored: " + Printable.of(one.kind())));
        if (ignored.size() > MOST) {
            session.streams().err().println("note: " + (ignored.size() - MOST) + " more are ignored");
        }
    }
}
