// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.supervisor.codes.SupervisorCodes;

/**
 * A program as the kernel takes it: bytes, of no character set. Immutable; nobody changes the arrays.
 *
 * @param words the program's name as it was called, and its arguments; at least one
 * @param environment a name, an equals sign and a value each
 * @param descriptors of this process that the program gets besides the first three
 */
public record ProgramWords(List<byte[]> words, List<byte[]> environment, List<Integer> descriptors) {
    private static final int EXECUTABLE = 1;
    private static final byte[] PATH = "PATH=".getBytes(StandardCharsets.US_ASCII);

    /** Keeps copies of the lists. */
    public ProgramWords {
        words = List.copyOf(words);
        environment = List.copyOf(environment);
        descriptors = List.copyOf(descriptors);
    }

    /**
     * The file to be executed: the first word where it has a slash, else what the folders of PATH have.
     *
     * @throws org.cloister.api.CloisterException {@code supervisor.program}
     */
    byte[] file() {
        byte[] name = words.get(0);
        List<byte[]> candidates = has(name, '/') ? List.of(name) : inFolders(name);
        return candidates.stream()
                .filter(ProgramWords::executable)
                .findFirst()
                .orElseThrow(() -> Problem.input(
                                SupervisorCodes.SUPERVISOR_PROGRAM,
                                "there is no such program, or it cannot be executed")
                        .found(new String(name, StandardCharsets.UTF_8))
                        .expected("a program of the folders that PATH names, or a path with a slash")
                        .exception());
    }

    private List<byte[]> inFolders(byte[] name) {
        byte[] path = variable(PATH).orElse("/usr/bin:/bin".getBytes(StandardCharsets.US_ASCII));
        List<byte[]> files = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == ':') {
                byte[] folder = Arrays.copyOfRange(path, from, i);
                files.add(joined(folder.length == 0 ? new byte[] {'.'} : folder, new byte[] {'/'}, name));
                from = i + 1;
            }
        }
        return files;
    }

    private Optional<byte[]> variable(byte[] start) {
        return environment.stream()
                .filter(one ->
                        one.length >= start.length && Arrays.equals(one, 0, start.length, start, 0, start.length))
                .map(one -> Arrays.copyOfRange(one, start.length, one.length))
                .findFirst();
    }

    private static boolean executable(byte[] path) {
        NativeStruct name = NativeStruct.text(path);
        return !name.with(at -> NativeCalls.call(SystemCall.ACCESS, at, EXECUTABLE))
                        .failed()
                && !executableFolder(name);
    }

    // A folder can be "executed" too: it has a name within
    private static boolean executableFolder(NativeStruct name) {
        byte[] text = name.bytes();
        byte[] within = joined(Arrays.copyOf(text, text.length - 1), "/.".getBytes(StandardCharsets.US_ASCII));
        NativeStruct folder = NativeStruct.text(within);
        return !folder.with(at -> NativeCalls.call(SystemCall.ACCESS, at, 0)).failed();
    }

    private static boolean has(byte[] text, char wanted) {
        for (byte one : text) {
            if (one == wanted) {
                return true;
            }
        }
        return false;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Texts in native memory, and the array of their addresses with a zero at its end. */
    static List<NativeStruct> natively(List<byte[]> texts) {
        List<NativeStruct> blocks = new ArrayList<>();
        NativeStruct addresses = NativeStruct.of((texts.size() + 1) * Long.BYTES);
        ByteBuffer table = addresses.buffer();
        for (byte[] text : texts) {
            NativeStruct block = NativeStruct.text(text);
            table.putLong(blocks.size() * Long.BYTES, block.address());
            blocks.add(block);
        }
        blocks.add(addresses);
        return blocks;
    }
}
