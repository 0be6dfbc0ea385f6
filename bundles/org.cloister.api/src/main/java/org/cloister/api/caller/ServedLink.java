// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import org.cloister.api.Problem;

/** The caller's side of {@link RemoteLink}: one link, to what the command line names. */
final class ServedLink implements AutoCloseable {
    private static final int PIECE = RemoteFiles.MOST_MESSAGE - 1;

    private final NamedFiles named;
    private final PlatformLinker linker;
    private final byte[] piece = new byte[PIECE];
    private volatile PlatformLink link;
    private volatile boolean closed;

    ServedLink(NamedFiles named, PlatformLinker linker) {
        this.named = named;
        this.linker = linker;
    }

    byte[] answer(Question asked, Message.Reader in) {
        try {
            return switch (asked) {
                case LINK -> open(in.text());
                case GIVE -> give(in.piece());
                case TAKE -> take();
                default -> {
                    close();
                    yield Reply.done();
                }
            };
        } catch (IOException e) {
            throw Problem.operation(LinkCodes.LINK_BROKEN, "the other platform went away")
                    .found(e.getMessage())
                    .exception(e);
        }
    }

    private byte[] open(String place) {
        named.requireInput(place);
        if (link != null || closed) {
            throw Message.wrong("a second link");
        }
        link = linker.connect(place);
        return Reply.done();
    }

    private PlatformLink there() {
        if (link == null) {
            throw Message.wrong("a piece for no link");
        }
        return link;
    }

    private byte[] give(byte[] bytes) throws IOException {
        there().out().write(bytes);
        there().out().flush();
        return Reply.done();
    }

    private byte[] take() throws IOException {
        return Reply.done(piece, Math.max(0, there().in().read(piece, 0, PIECE)));
    }

    @Override
    public void close() {
        closed = true;
        PlatformLink open = link;
        if (open != null) {
            open.close();
        }
    }
}
