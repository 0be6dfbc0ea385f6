// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.List;

/** The program cannot start; the lines say why and what to do. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;
    private final int code;

    StartException(List<String> lines, Throwable cause) {
        this(lines, cause, Main.HOST);
    }

    private StartException(List<String> lines, Throwable cause, int code) {
        super(String.join("; ", lines), cause);
        this.lines = List.copyOf(lines);
        this.code = code;
    }

    StartException(String line) {
        this(List.of(line), null);
    }

    /** The command line is what has to change. */
    static StartException usage(String line) {
        return new StartException(List.of(line), null, Main.USAGE);
    }

    /** What the process ends with. */
    int code() {
        return code;
    }

    List<String> lines() {
        return lines;
    }
}
