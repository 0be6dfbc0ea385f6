// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into JSON texts. Requests are values and not lines: a client may send several in one piece, or
 * one in many.
 *
 * <p>What is cut out is not checked here, only bounded. A text that cannot go on, as after a bracket that closes
 * another one, ends there, so that the parser says what is wrong with it and the next one begins afresh.
 */
final class JsonStream {
    /** The longest text, in bytes: four times what the longest request of sense takes. */
    static final int MOST_BYTES = 1 << 20;
    /** How deep brackets may be nested, as in QEMU. */
    static final int MOST_DEPTH = 1024;

    private final Consumer<JsonPiece> texts;
    private final Consumer<QmpException> refusals;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final BitSet squares = new BitSet();
    private int line = 1;
    private int column;
    private int firstLine;
    private int firstColumn;
    private int depth;
    private byte quote;
    private boolean escaped;
    private boolean skipping;

    /**
     * A stream at its beginning.
     *
     * @param texts gets each text
     * @param refusals gets what was too long, too deep or no text at all
     */
    JsonStream(Consumer<JsonPiece> texts, Consumer<QmpException> refusals) {
        this.texts = texts;
        this.refusals = refusals;
    }

    /** Takes all bytes that a buffer has left. */
    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            feed(bytes.get());
        }
    }

    private void feed(byte next) {
        column++;
        if (skipping) {
            skipping = next != '\n';
        } else if (quote != 0) {
            inString(next);
        } else {
            betweenStrings(next);
        }
        if (text.size() > MOST_BYTES) {
            refuse("JSON token size limit exceeded");
        } else if (depth > MOST_DEPTH) {
            refuse("JSON nesting depth limit exceeded");
        }
        if (next == '\n') {
            line++;
            column = 0;
        }
    }

    private void take(byte next) {
        if (text.size() == 0) {
            firstLine = line;
            firstColumn = column;
        }
        text.write(next);
    }

    private void inString(byte next) {
        take(next);
        if (next >= 0 && next < ' ') {
            end();
        } else if (escaped) {
            escaped = false;
        } else if (next == '\\') {
            escaped = true;
        } else if (next == quote) {
            quote = 0;
            endUnlessNested();
        }
    }

    private void betweenStrings(byte next) {
        switch (next) {
            case ' ', '\t', '\r', '\n' -> blank(next);
            case '"', '\'' -> {
                begin(next);
                quote = next;
            }
            case '{', '[' -> {
                begin(next);
                squares.set(depth++, next == '[');
            }
            case '}', ']' -> close(next);
            case ',', ':' -> {
                begin(next);
                endUnlessNested();
            }
            default -> take(next);
        }
    }

    private void blank(byte next) {
        if (depth == 0) {
            end();
        } else {
            take(next);
        }
    }

    /** Outside of brackets a bare word ends where something else begins. */
    private void begin(byte next) {
        endUnlessNested();
        take(next);
    }

    private void close(byte next) {
        begin(next);
        boolean fits = depth > 0 && squares.get(depth - 1) == (next == ']');
        depth = fits ? depth - 1 : 0;
        endUnlessNested();
    }

    private void endUnlessNested() {
        if (depth == 0) {
            end();
        }
    }

    private void end() {
        if (text.size() == 0) {
            return;
        }
        JsonPiece piece = new JsonPiece(text.toString(StandardCharsets.ISO_8859_1), firstLine, firstColumn);
        restart();
        texts.accept(piece);
    }

    private void refuse(String why) {
        restart();
        skipping = true;
        refusals.accept(ErrorClass.GENERIC.error(why));
    }

    private void restart() {
        text.reset();
        depth = 0;
        quote = 0;
        escaped = false;
    }
}
