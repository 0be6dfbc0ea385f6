// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sentences of pages, comments and messages, without code. */
final class Prose {
    private static final PathMatcher MAIN = FileSystems.getDefault().getPathMatcher("glob:**/src/main/java/**.java");
    private static final Pattern COMMENT = Pattern.compile("(?m)/\\*\\*(?s:.*?)\\*/|^ *// .*$| // [^\"\n]*$");
    private static final Pattern IN_COMMENT = Pattern.compile("(?s)<pre>.*?</pre>|\\{@(?:[^{}]|\\{[^{}]*})*}"
            + "|@param\\s+\\S+|@throws\\s+\\S+|@see\\s+\\S+|@\\w+|https?://\\S+|(?m:^ *\\*|^ *//| // )");
    private static final Pattern COMMENTED = Pattern.compile(" *(?:/?\\*|//).*");
    private static final Pattern MESSAGE = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)++)\"");
    private static final Pattern SENTENCE = Pattern.compile("[A-Za-z][a-z]+ [a-z]+ [a-z]+");
    private static final Pattern IN_PAGE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`]*`|]\\([^)]*\\)|<!--.*?-->");

    private Prose() {}

    /** Of all pages and of the comments and messages of the bundles' main sources, by name of file. */
    static Map<String, String> all() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Path page : Pages.all()) {
            texts.put(Pages.name(page), IN_PAGE.matcher(Files.readString(page)).replaceAll(" "));
        }
        sources(source -> comments(source) + "\n" + messages(source), texts);
        return texts;
    }

    /** Of the comments of the bundles' main sources, by name of file. */
    static Map<String, String> comments() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        sources(Prose::comments, texts);
        return texts;
    }

    private static void sources(UnaryOperator<String> prose, Map<String, String> texts) throws IOException {
        try (Stream<Path> files = Files.walk(Pages.ROOT.resolve("bundles"))) {
            for (Path file : files.filter(MAIN::matches).toList()) {
                texts.put(Pages.name(file), prose.apply(Files.readString(file)));
            }
        }
    }

    private static String comments(String source) {
        String comments =
                COMMENT.matcher(source).results().map(MatchResult::group).collect(Collectors.joining("\n"));
        return IN_COMMENT.matcher(comments).replaceAll(" ");
    }

    /** Strings of three words in a row, so that no names, formats and patterns are taken for prose. */
    private static String messages(String source) {
        return source.lines()
                .filter(line -> !COMMENTED.matcher(line).matches())
                .flatMap(line -> MESSAGE.matcher(line).results())
                .map(message -> message.group(1))
                .filter(SENTENCE.asPredicate())
                .map(message -> message.replaceAll("\\\\.|%[a-z]|\\{[^}]*}|https?://\\S+", " "))
                .collect(Collectors.joining("\n"));
    }
}
