// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cloister.api.Bytes;

/** Writes captures: a zip of the files that were read, at their own paths, and one text file with all other answers. */
public final class Capture {
    /** The text file. */
    static final String INDEX = "cloister-facts.txt";

    /** Its first line. */
    static final String HEAD = "cloister facts 1";

    // Captures of the same facts are the same bytes
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Capture() {}

    /** Everything that was asked, as the bytes of a zip file. */
    public static Bytes of(Recording recording) {
        Map<String, Bytes> entries = new TreeMap<>();
        recording.files().forEach((path, content) -> entries.put(path.substring(1), content));
        entries.put(INDEX, Bytes.of(index(recording).getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, Bytes> entry : entries.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                head.setTimeLocal(NO_TIME);
                zip.putNextEntry(head);
                entry.getValue().writeTo(zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(bytes.toByteArray());
    }

    private static String index(Recording recording) {
        String lines = recording.answers().entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        return HEAD + "\n" + lines;
    }
}
