// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;

/**
 * One line of {@code --reports-from}: a JSON object with a report, or the file that has it, and what is demanded of it.
 *
 * @param id what results call it; the file or the line where it says nothing
 * @param file the name of the file with the report; null when the line has the report
 * @param report evidence in base64; null when it is in a file
 * @param certs certificates beside those of all reports, each in base64
 * @param demands the values of each item of a policy
 */
record ReportLine(String id, String file, String report, List<String> certs, Map<String, List<String>> demands) {
    private static final Pattern COLUMN = Pattern.compile(" column ([0-9]{1,9})");
    private static final int SHOWN = 16;
    private static final String EXPECTED =
            "{\"file\": PATH} or {\"report\": BASE64}, with \"id\", \"certs\" and demands by their names";

    /**
     * Reads a line.
     *
     * @param place which line, for messages and in place of an id
     * @throws org.cloister.api.CloisterException {@code report.line}
     */
    static ReportLine read(String text, String place) {
        Map<String, List<String>> members = members(text, place);
        String file = one(members.remove("file"), place);
        String report = one(members.remove("report"), place);
        String id = one(members.remove("id"), place);
        List<String> certs = members.remove("certs");
        if ((file == null) == (report == null)) {
            throw wrong("a line names either a file or has a report", place).exception();
        }
        if ("-".equals(file)) {
            throw wrong("standard input is no report of a line", place).exception();
        }
        String named = id != null ? id : file != null ? file : place;
        return new ReportLine(named, file, report, certs == null ? List.of() : certs, members);
    }

    /** A report in a file of which nothing is demanded but what is of all. */
    static ReportLine of(String file) {
        return new ReportLine(file, file, null, List.of(), Map.of());
    }

    private static Map<String, List<String>> members(String text, String place) {
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            Map<String, List<String>> members = new LinkedHashMap<>();
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (members.put(name, values(in)) != null) {
                    throw wrong("a line says " + name + " twice", place).exception();
                }
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw wrong("there is something behind the object", place).exception();
            }
            return members;
        } catch (IOException | IllegalStateException e) {
            OptionalInt column = column(e);
            String where = column.isPresent() ? place + ", column " + column.getAsInt() : place;
            throw wrong("this line is not a JSON object of texts, numbers and lists of these", where)
                    .found(column.isPresent() ? around(text, column.getAsInt()) : null)
                    .exception(e);
        }
    }

    /** Where the parser stopped, counted from 1; its words are about its own methods, and one character later. */
    private static OptionalInt column(Exception unreadable) {
        Matcher column = COLUMN.matcher(String.valueOf(unreadable.getMessage()));
        if (!column.find()) {
            return OptionalInt.empty();
        }
        int later = unreadable instanceof EOFException ? 0 : 1;
        return OptionalInt.of(Math.max(1, Integer.parseInt(column.group(1)) - later));
    }

    private static String around(String text, int column) {
        int from = Math.min(text.length(), column - 1);
        String rest = text.substring(from, Math.min(text.length(), from + SHOWN));
        return rest.isEmpty() ? "the end of the line" : rest;
    }

    private static List<String> values(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.BEGIN_ARRAY) {
            return List.of(value(in));
        }
        List<String> values = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            values.add(value(in));
        }
        in.endArray();
        return values;
    }

    private static String value(JsonReader in) throws IOException {
        return in.peek() == JsonToken.BOOLEAN ? in.nextBoolean() ? "yes" : "no" : in.nextString();
    }

    private static String one(List<String> values, String place) {
        if (values != null && values.size() != 1) {
            throw wrong("id, file and report are one text each", place).exception();
        }
        return values == null ? null : values.get(0);
    }

    private static Problem wrong(String what, String place) {
        return Problem.input(CliCodes.REPORT_LINE, what).at(place).expected(EXPECTED);
    }
}
