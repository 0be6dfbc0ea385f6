// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.cloister.cli.session.CommandContext;

/** What was noted while a guest's definition was read, printed when all of it is taken: a refusal stands alone. */
final class DefinitionNotes {
    private final List<String> notes = new ArrayList<>();

    void add(String note) {
        notes.add(note);
    }

    /** Prints each of them, once. */
    void print(CommandContext session) {
        notes.forEach(note -> NoteLine.print(session, note));
        notes.clear();
    }
}
