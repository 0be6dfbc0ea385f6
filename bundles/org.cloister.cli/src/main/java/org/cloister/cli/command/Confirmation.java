// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.InputStream;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;

/** Has a person say yes to what cannot be undone. Who is not at a terminal says it beforehand. */
final class Confirmation implements OptionGroup {
    private static final int MOST_LETTERS = 80;

    private final OptionRows rows = new OptionRows();
    private final OptionRow<Boolean> yes = rows.flag("--yes", "Do what cannot be undone without asking.");

    /**
     * Goes on only with a yes.
     *
     * @param loss what cannot be undone, as a part of a sentence
     * @throws org.cloister.api.CloisterException {@code platform.confirm}
     */
    void require(CommandContext session, String loss) {
        if (yes.value() || session.streams().interactive() && asked(session, loss)) {
            return;
        }
        throw Problem.input(CliCodes.PLATFORM_CONFIRM, "this cannot be undone: " + loss)
                .remedy("say --yes if that is meant; nothing was done")
                .exception();
    }

    private static boolean asked(CommandContext session, String loss) {
        session.streams().err().print("This cannot be undone: " + loss + ". Go on? [y/N] ");
        session.streams().err().flush();
        String line = InterruptibleRead.call(
                session.cancellation(), () -> line(session.streams().in()));
        return line.strip().equalsIgnoreCase("y") || line.strip().equalsIgnoreCase("yes");
    }

    private static String line(InputStream in) {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0 && c != '\n' && line.length() < MOST_LETTERS; c = in.read()) {
                line.append((char) c);
            }
        } catch (IOException e) {
            // No answer is not a yes
        }
        return line.toString();
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
