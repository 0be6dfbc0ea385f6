// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.cli.session.CommandContext;

/** {@code receive}: the other end of {@code migrate}, on standard input and output. */
final class ReceiveCommand implements Runnable {
    private static final int PIECE = 64 << 10;

    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final RunFolderOption folder = rows.add(new RunFolderOption());

    private ReceiveCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        ReceiveCommand command = new ReceiveCommand(session);
        return CommandModel.of(command, command.rows);
    }

    @Override
    public void run() {
        folder.refuse();
        Sender sender = new Sender(new BufferedInputStream(session.streams().in(), PIECE));
        Guest guest = session.launcher().receive(sender, LaunchListener.SILENT, Limits.of(session.cancellation()));
        if (guest.state() == GuestState.RUNNING) {
            MoveWord.RUNS.write(session.streams().out(), Bytes.EMPTY);
        } else {
            session.streams()
                    .err()
                    .println("held: the sender of " + guest.id()
                            + " does not answer any more. When the guest is not there, 'cloister resume " + guest.id()
                            + "' runs it here; 'cloister stop " + guest.id() + "' ends it.");
        }
    }

    /** Who sends, by the streams of the command. */
    private final class Sender implements ReceiveSource {
        private final InputStream in;

        Sender(InputStream in) {
            this.in = in;
        }

        @Override
        public InputStream stream() {
            return in;
        }

        @Override
        public boolean again() {
            return false;
        }

        @Override
        public void receiver(Bytes identity) {
            MoveWord.RECEIVER.write(session.streams().out(), identity);
        }

        @Override
        public Word confirm(String guest) throws IOException {
            MoveWord.ALL_HERE.write(session.streams().out(), Bytes.wrap(guest.getBytes(StandardCharsets.UTF_8)));
            int word = in.read();
            if (word == MoveWord.RUN) {
                return Word.RUN;
            }
            if (word == MoveWord.END) {
                return Word.END;
            }
            throw new IOException("the sender went away");
        }
    }
}
