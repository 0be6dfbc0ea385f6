// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

/** What is asked of the caller's side; the byte that a question begins with. */
enum Question {
    OPEN(1),
    READ(2),
    SHUT(3),
    OUTPUTS(4),
    FREE(5),
    CREATE(6),
    WRITE(7),
    PLACE(8),
    DROP(9),
    LINK(10),
    GIVE(11),
    TAKE(12),
    UNLINK(13);

    private final int code;

    Question(int code) {
        this.code = code;
    }

    /** Whether it is about a link, and not about files. */
    boolean ofLink() {
        return code >= LINK.code;
    }

    Message.Writer begin() {
        return new Message.Writer(code);
    }

    static Question of(int code) {
        for (Question question : values()) {
            if (question.code == code) {
                return question;
            }
        }
        throw Message.wrong("a question " + code);
    }
}
