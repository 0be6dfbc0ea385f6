package org.cloister.launcher;

import java.util.List;

/** The program cannot start; the lines say why and what to do. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    StartException(List<String> lines, Throwable cause) {
        super(String.join("; ", lines), cause);
        this.lines = List.copyOf(lines);
    }

    StartException(String line) {
        this(List.of(line), null);
    }

    List<String> lines() {
        return lines;
    }
}
