// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments say who does what, and messages name what is wrong: phrases that leave it out do not come back. */
class PlainEnglishTest {
    private static final List<Path> SOURCES = List.of(Path.of("..", "..", "bundles"), Path.of(".."));
    private static final Path THIS = Path.of("PlainEnglishTest.java");

    /** What stood in earlier comments, each with a plain word to use instead behind it. */
    private static final Pattern VAGUE = phrases("""
            (is|are|be|was|were) told|told of             reported, given, named
            (is|are|was|were) said to                     reported as, is
            hears?( of)?|heard                            is notified of, receives
            be had                                        be read, be obtained
            goes by                                       follows, uses
            mends?|mended                                 fixes, corrects
            in vain                                       failed
            c(o|a)me to known?                            learned
            had nothing against                           accepted
            of no bytes                                   empty
            be it                                         whether
            (is|are|was|were) not looked at               ignored, not checked
            comes? of                                     follows from, is derived from, is made from
            parted by                                     separated by
            look-outs?                                    watch
            anew                                          again
            shall                                         is to, has to
            whom                                          a sentence that names them
            """);

    private static final Pattern COMMENT = Pattern.compile("(?m)^ *(?:/?\\*|//)(.*)$| // ([^\"\n]*)$");
    private static final Pattern MESSAGE = Pattern.compile("\"[^\"\n]*\\b(?:this|that|it) is no [a-z]+ ?[^\"\n]*\"");

    @Test
    void commentsArePlain() throws IOException {
        List<String> vague = new ArrayList<>();
        for (Path file : files("src")) {
            Matcher comment = COMMENT.matcher(Files.readString(file));
            while (comment.find()) {
                if (VAGUE.matcher(comment.group()).find()) {
                    vague.add(file.getFileName() + ": " + comment.group().strip());
                }
            }
        }
        assertThat(vague).isEmpty();
    }

    @Test
    void messagesNameWhatIsWrong() throws IOException {
        List<String> vague = new ArrayList<>();
        for (Path file : files("src/main")) {
            Matcher message = MESSAGE.matcher(Files.readString(file));
            while (message.find()) {
                if (!message.group().matches(".*is no (longer|more)\\b.*")) {
                    vague.add(file.getFileName() + ": " + message.group());
                }
            }
        }
        assertThat(vague).as("\"not a valid X\" instead").isEmpty();
    }

    private static Pattern phrases(String table) {
        List<String> phrases =
                table.lines().map(line -> line.replaceFirst(" {2,}.*", "")).toList();
        return Pattern.compile("(?i)\\b(?:" + String.join("|", phrases) + ")\\b");
    }

    private static List<Path> files(String folder) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path root : SOURCES) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> file.toString().contains("/" + folder + "/"))
                        .filter(file -> !file.toString().contains("/target/") && !file.endsWith(THIS))
                        .forEach(sources::add);
            }
        }
        assertThat(sources).hasSizeGreaterThan(100);
        return sources;
    }
}
