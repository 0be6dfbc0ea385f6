// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A stream of a command that goes to its client, piece by piece. */
final class FrameOutput extends OutputStream {
    private final FrameSink client;
    private final Frame.Kind kind;

    private FrameOutput(FrameSink client, Frame.Kind kind) {
        this.client = client;
        this.kind = kind;
    }

    /**
     * What is printed arrives in the client's stream of this kind.
     *
     * @param lines whether each line goes at once
     */
    static PrintStream print(FrameSink client, Frame.Kind kind, boolean lines) {
        return new PrintStream(new BufferedOutputStream(new FrameOutput(client, kind)), lines, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int from = offset; from < offset + length; from += Frame.PIECE) {
            int to = Math.min(from + Frame.PIECE, offset + length);
            client.write(new Frame(kind, Arrays.copyOfRange(bytes, from, to)));
        }
    }
}
