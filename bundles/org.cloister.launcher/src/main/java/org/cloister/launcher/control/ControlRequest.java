// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command for a running platform.
 *
 * @param arguments the command and its options
 * @param interactive whether a person watches standard error
 * @param client the process that asks, as it describes itself
 */
public record ControlRequest(List<String> arguments, boolean interactive, String client) {
    /** Changes whenever a frame or this record does; both sides have to be of one version. */
    private static final int VERSION = 0x434C0004;

    private static final int MOST_ARGUMENTS = 4096;
    private static final int MOST_CLIENT = 100;

    /** Keeps a copy of the list. */
    public ControlRequest {
        arguments = List.copyOf(arguments);
    }

    /** A command that this process asks for. */
    public ControlRequest(List<String> arguments, boolean interactive) {
        this(arguments, interactive, "process " + ProcessHandle.current().pid());
    }

    /**
     * As the payload of a frame: version, interactive, client, arguments; each text with its length in bytes before it.
     */
    Frame frame() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(VERSION);
        out.writeBoolean(interactive);
        text(out, client);
        out.writeInt(arguments.size());
        for (String argument : arguments) {
            text(out, argument);
        }
        if (arguments.size() > MOST_ARGUMENTS || !Frame.Kind.REQUEST.allows(bytes.size())) {
            throw new ProtocolException("the command line is too long for a running platform");
        }
        return new Frame(Frame.Kind.REQUEST, bytes.toByteArray());
    }

    /** Reads a frame with any content. */
    static ControlRequest of(Frame frame) throws IOException {
        if (frame.kind() != Frame.Kind.REQUEST) {
            throw new ProtocolException("a command was expected, and " + frame.kind() + " came");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.payload()));
        if (in.available() < Integer.BYTES || in.readInt() != VERSION) {
            throw new ProtocolException("client and platform are of different versions; restart the platform");
        }
        try {
            return rest(in);
        } catch (EOFException | CharacterCodingException e) {
            throw new ProtocolException("the command is cut off or no text");
        }
    }

    private static ControlRequest rest(DataInputStream in) throws IOException {
        boolean interactive = in.readBoolean();
        String client = text(in);
        if (client.length() > MOST_CLIENT) {
            throw new ProtocolException("the client's description of itself is too long");
        }
        List<String> arguments = arguments(in);
        if (in.available() > 0) {
            throw new ProtocolException("the command is followed by something else");
        }
        return new ControlRequest(arguments, interactive, client);
    }

    private static List<String> arguments(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw new ProtocolException("a command cannot have " + count + " words");
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(text(in));
        }
        return arguments;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new ProtocolException("a text of " + length + " bytes does not fit into its frame");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(in.readNBytes(length)))
                .toString();
    }
}
