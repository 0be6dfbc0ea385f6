// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.util.List;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** What an answer says: that it was done, perhaps with a piece of a file, or what the problem is. */
final class Reply {
    private static final int DONE = 0;
    private static final int REFUSED = 1;

    private static final byte[] NOTHING = {};
    /** What can be wrong with files; no other kind of reply grants it. */
    private static final List<Problem.Kind> KINDS =
            List.of(Problem.Kind.INPUT, Problem.Kind.HOST, Problem.Kind.OPERATION);
    /** Long enough for every path, and all parts together fit into a message. */
    private static final int MOST_TEXT = 9_000;

    private Reply() {}

    static byte[] done() {
        return done(NOTHING, 0);
    }

    static byte[] done(byte[] piece, int length) {
        return new Message.Writer(DONE).doneWith(piece, 0, length);
    }

    static byte[] refused(Problem problem) {
        int kind = KINDS.indexOf(problem.kind());
        return new Message.Writer(REFUSED)
                .piece(new byte[] {(byte) (kind < 0 ? KINDS.indexOf(Problem.Kind.OPERATION) : kind)}, 0, 1)
                .text(cut(problem.code()))
                .text(cut(problem.what()))
                .optional(cut(problem.where()))
                .optional(cut(problem.found()))
                .optional(cut(problem.expected()))
                .optional(cut(problem.remedy()))
                .done();
    }

    private static String cut(String text) {
        // A character has three bytes at most, or four in two
        return text == null || text.length() <= MOST_TEXT / 3 ? text : text.substring(0, MOST_TEXT / 3 - 1) + "…";
    }

    /**
     * What was done.
     *
     * @return the piece; empty where there is none
     * @throws CloisterException the problem, if that is what the answer says
     * @throws IllegalArgumentException for what is not an answer
     */
    static byte[] read(byte[] answer) {
        Message.Reader in = new Message.Reader(answer);
        int status = in.number();
        if (status == DONE) {
            return in.piece();
        }
        if (status != REFUSED) {
            throw Message.wrong("an answer " + status);
        }
        throw problem(in).exception();
    }

    private static Problem problem(Message.Reader in) {
        int kind = in.number();
        if (kind >= KINDS.size()) {
            throw Message.wrong("a problem of kind " + kind);
        }
        Problem problem = new Problem(
                KINDS.get(kind),
                in.text(),
                in.text(),
                in.optional().orElse(null),
                in.optional().orElse(null),
                in.optional().orElse(null),
                in.optional().orElse(null));
        in.end();
        return problem;
    }
}
