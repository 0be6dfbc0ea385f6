// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.launch.Guest;

/**
 * What was read or written of a guest's memory.
 *
 * @param gpa of the first byte
 * @param size how many bytes
 * @param content what is shown of it; empty for what was written, or went into a file
 * @param file where it went
 */
public record MemoryReport(Guest guest, long gpa, int size, Optional<Bytes> content, Optional<Path> file) {
    private static final int LINE = 16;

    /** Bytes that were read. */
    public static MemoryReport read(Guest guest, long gpa, Bytes content, Optional<Path> file) {
        return new MemoryReport(
                guest, gpa, content.length(), file.isPresent() ? Optional.empty() : Optional.of(content), file);
    }

    /** Bytes that were written. */
    public static MemoryReport written(Guest guest, long gpa, int size) {
        return new MemoryReport(guest, gpa, size, Optional.empty(), Optional.empty());
    }

    /** As JSON. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("guest", GuestView.name(guest));
        json.addProperty("gpa", Numbers.hex(gpa));
        json.addProperty("size", size);
        content.ifPresent(bytes -> json.addProperty("content", bytes.hex()));
        file.ifPresent(path -> json.addProperty("file", path.toString()));
        return json;
    }

    /** For people: 16 bytes a line, with the address of the first; or what was done. */
    public List<String> text() {
        return content.map(this::lines).orElseGet(() -> List.of(done()));
    }

    private String done() {
        String where = size + " bytes at " + Numbers.hex(gpa);
        return file.map(path -> "read   " + where + " into " + path).orElse("wrote  " + where);
    }

    private List<String> lines(Bytes bytes) {
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < bytes.length(); at += LINE) {
            String hex = bytes.slice(at, Math.min(LINE, bytes.length() - at)).hex();
            lines.add(Numbers.hex(gpa + at) + "  " + hex.replaceAll("..(?!$)", "$0 "));
        }
        return lines;
    }
}
