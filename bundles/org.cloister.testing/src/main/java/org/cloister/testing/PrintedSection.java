// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A part of a document that is printed from the code, between {@code <!-- printed from SOURCE -->} and the next
 * {@code <!-- end -->}. A test compares the two; with {@code -Dcloister.docs=write} it prints the part again.
 *
 * @param document beginning at the project's root, such as {@code docs/commands.md}
 * @param source the class whose rows are printed
 */
public record PrintedSection(String document, String source) {
    /** Tests run in the folder of their bundle. */
    private static final Path ROOT = Path.of("..", "..");

    private static final String END = "<!-- end -->\n";

    /**
     * Fails where the document says something else than the code.
     *
     * @param lines that the code prints
     */
    public void require(List<String> lines) throws IOException {
        Path file = ROOT.resolve(document);
        String text = Files.readString(file);
        int begin = begin(text);
        int end = text.indexOf(END, begin);
        String printed = String.join("\n", lines) + "\n";
        if ("write".equals(System.getProperty("cloister.docs"))) {
            Files.writeString(file, text.substring(0, begin) + printed + text.substring(end));
        } else if (!text.substring(begin, end).equals(printed)) {
            throw new AssertionError(document + " is not what " + source + " prints; run this test with"
                    + " -Dcloister.docs=write. Printed is\n" + printed);
        }
    }

    private int begin(String text) {
        String mark = "<!-- printed from " + source + " -->\n";
        int at = text.indexOf(mark);
        if (at < 0) {
            throw new AssertionError(document + " has no line " + mark.strip());
        }
        return at + mark.length();
    }
}
