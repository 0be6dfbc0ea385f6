// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Bytes;

/**
 * The lines of a text in UTF-8 that are not blank. Each is decoded when it is asked for, so that a long text is in
 * memory once. Safe to share between threads.
 */
final class TextLines {
    private final Bytes content;
    private final List<Line> lines;
    private final int last;

    private record Line(int number, int from, int length) {}

    private TextLines(Bytes content, List<Line> lines, int last) {
        this.content = content;
        this.lines = lines;
        this.last = last;
    }

    /** @param most lines that are of interest; those behind them are counted alone */
    static TextLines of(Bytes content, int most) {
        List<Line> lines = new ArrayList<>();
        int number = 1;
        int from = 0;
        boolean blank = true;
        for (int i = 0; i < content.length(); i++) {
            int one = content.at(i);
            if (one == '\n') {
                if (!blank && number <= most) {
                    lines.add(new Line(number, from, i - from));
                }
                number++;
                from = i + 1;
                blank = true;
            } else {
                blank &= one <= ' ';
            }
        }
        if (!blank && number <= most) {
            lines.add(new Line(number, from, content.length() - from));
        }
        return new TextLines(content, List.copyOf(lines), from == content.length() ? number - 1 : number);
    }

    /** How many there are. */
    int count() {
        return lines.size();
    }

    /** The number of the text's last line, blank or not. */
    int last() {
        return last;
    }

    /** The number that one of them has in the text, from 1 on. */
    int number(int at) {
        return lines.get(at).number();
    }

    /** How many bytes one of them has. */
    int length(int at) {
        return lines.get(at).length();
    }

    String text(int at) {
        Line line = lines.get(at);
        return new String(content.slice(line.from(), line.length()).toArray(), StandardCharsets.UTF_8);
    }
}
