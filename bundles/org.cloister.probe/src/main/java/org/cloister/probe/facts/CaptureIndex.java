// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;

/**
 * The text file of a capture: a head line, then a question, an equals sign and its answer on each line; lines that
 * begin with # are remarks.
 */
final class CaptureIndex {
    private static final int MOST_BYTES = 4 << 20;
    private static final String PARTING = " = ";

    private CaptureIndex() {}

    static Map<String, String> read(CapturedFiles files, String origin) throws IOException {
        if (!files.has("/" + Capture.INDEX)) {
            return Map.of();
        }
        byte[] bytes = files.read("/" + Capture.INDEX, MOST_BYTES + 1);
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        if (bytes.length > MOST_BYTES
                || lines.isEmpty()
                || !lines.get(0).strip().equals(Capture.HEAD)) {
            throw Problem.input(CaptureCodes.CAPTURE_LINE, "this is not an index of a capture")
                    .at(origin + ", " + Capture.INDEX + ", line 1")
                    .found(bytes.length > MOST_BYTES ? "more than " + MOST_BYTES + " bytes" : first(lines))
                    .expected(Capture.HEAD)
                    .exception();
        }
        Map<String, String> answers = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            add(lines.get(i).strip(), i + 1, origin, answers);
        }
        return answers;
    }

    private static String first(List<String> lines) {
        return lines.isEmpty() ? "nothing" : lines.get(0);
    }

    private static void add(String line, int number, String origin, Map<String, String> answers) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int parting = line.indexOf(PARTING);
        if (parting < 0) {
            throw Problem.input(CaptureCodes.CAPTURE_LINE, "a line of the capture has no answer")
                    .at(origin + ", " + Capture.INDEX + ", line " + number)
                    .found(line)
                    .expected("QUESTION = ANSWER")
                    .exception();
        }
        answers.put(line.substring(0, parting), line.substring(parting + PARTING.length()));
    }
}
