// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The words of the documentation and of comments are in a word list of Debian's, or in the project's own. */
class SpellingTest {
    /** Of the package wamerican-large. What is British in our spelling is in the project's own list. */
    private static final Path ENGLISH = Path.of("/usr/share/dict/american-english-large");

    private static final Path OWN = Pages.ROOT.resolve("releng").resolve("words.txt");
    private static final Pattern WORD = Pattern.compile("(?<![\\w./$@#%&'-])[A-Za-z]+(?:'[a-z]+)?(?![\\w/(=']|\\.\\w)");
    private static final Pattern ACRONYM = Pattern.compile(".+[A-Z].*");
    private static final int SHORTEST = 3;

    private final Set<String> known = new HashSet<>();

    @BeforeEach
    void lists() throws IOException {
        known.addAll(Files.readAllLines(Needs.file(ENGLISH)));
        known.addAll(Files.readAllLines(OWN));
    }

    @Test
    void everyWordIsKnown() throws IOException {
        Map<String, Set<String>> unknown = new TreeMap<>();
        for (Map.Entry<String, String> text : Prose.all().entrySet()) {
            for (String word : words(text.getValue())) {
                if (!known(word)) {
                    unknown.computeIfAbsent(word, none -> new TreeSet<>()).add(text.getKey());
                }
            }
        }
        assertThat(unknown).as("words that are misspelt, or missing in " + OWN).isEmpty();
    }

    @Test
    void theOwnListIsSortedAndHasNothingThatEnglishHas() throws IOException {
        List<String> own = Files.readAllLines(OWN);
        assertThat(own).isSorted().doesNotHaveDuplicates();
        assertThat(own).doesNotContainAnyElementsOf(Files.readAllLines(ENGLISH));
    }

    @Test
    void aMisspeltWordIsFound() {
        assertThat(words("It recieves `teh` pages; see SEV-SNP and sev.c")).anyMatch(word -> !known(word));
        assertThat(known("receives") && known("initialised") && known("Guests")).isTrue();
    }

    private static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(word -> word.replaceFirst("'s$", ""))
                .filter(word ->
                        word.length() >= SHORTEST && !ACRONYM.matcher(word).matches())
                .toList();
    }

    private boolean known(String word) {
        return known.contains(word) || known.contains(word.toLowerCase(java.util.Locale.ROOT));
    }
}
