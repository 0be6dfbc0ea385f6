// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GivenWordsTest {
    private static final String ASCII = "ANSI_X3.4-1968";
    private static final byte[] LATIN = {'k', (byte) 0xe4, 's', 'e'};

    @Test
    void textInUtf8IsTaken() throws Exception {
        List<String> words = List.of("measure", "--append", "", "käse \uFFFD \uD83E\uDDC0");
        assertThat(words(words, commandLine("java", "Main", words), "UTF-8").exact())
                .isEqualTo(words);
    }

    @Test
    void whatJavaReplacedIsRefused() {
        byte[] line = commandLine("java", "Main", List.of("measure", "--append"), LATIN);
        StartException refused = refusal(words(List.of("measure", "--append", "k\uFFFDse"), line, "UTF-8"));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused)
                .hasMessage("argument 3 is not text in UTF-8 (byte 2 of it is 0xe4);"
                        + " nothing else can be given on a command line");
    }

    @Test
    void theWordsOfAnotherProgramAreItsOwn() throws Exception {
        byte[] line = commandLine("java", "Main", List.of("softsev", "--", "cat"), LATIN);
        List<String> decoded = List.of("softsev", "--", "cat", "k\uFFFDse");
        assertThat(words(decoded, line, "UTF-8").exact()).isEqualTo(decoded);
        byte[] before = commandLine("java", "Main", List.of("softsev"), LATIN);
        assertThat(refusal(words(List.of("softsev", "k\uFFFDse"), before, "UTF-8"))
                        .code())
                .isEqualTo(2);
        byte[] file = commandLine("java", "Main", List.of("show", "--"), LATIN);
        assertThat(refusal(words(List.of("show", "--", "k\uFFFDse"), file, "UTF-8"))
                        .code())
                .isEqualTo(2);
    }

    @Test
    void aLocaleThatCannotTellWordsIsNamed() {
        String word = "käse";
        byte[] line = commandLine("java", "Main", List.of("show", word));
        List<String> inAscii = List.of("show", "k\uFFFD\uFFFDse");
        String latin = new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(refusal(words(inAscii, line, ASCII))).hasMessageContainingAll("argument 2 is not ASCII", ASCII);
        assertThat(refusal(words(List.of("show", latin), line, "ISO-8859-1")))
                .hasMessageContainingAll("argument 2", "ISO-8859-1", "set LC_ALL=C.UTF-8");
        // The text is right, and files could not be named by it
        assertThat(refusal(words(List.of("show", word), new byte[0], ASCII)).code())
                .isEqualTo(2);
    }

    @Test
    void asciiNeedsNothing() throws Exception {
        List<String> words = List.of("probe", "-o", "json");
        assertThat(words(words, commandLine("java", "Main", words), ASCII).exact())
                .isEqualTo(words);
        assertThat(words(words, new byte[0], ASCII).exact()).isEqualTo(words);
        assertThat(words(List.of(), new byte[0], ASCII).exact()).isEmpty();
    }

    @Test
    void anotherCommandLineTellsNothing() throws Exception {
        byte[] others = commandLine("host", "--with", List.of("a", "b"));
        assertThat(words(List.of("show", "käse"), others, "UTF-8").exact()).containsExactly("show", "käse");
        assertThat(refusal(words(List.of("show", "k\uFFFDse"), others, "UTF-8")))
                .hasMessageContaining("argument 2 is not text in UTF-8");
    }

    @Test
    void thisProcessHasACommandLine() throws Exception {
        assertThat(GivenWords.ofProcess(new String[] {}).exact()).isEmpty();
    }

    private static GivenWords words(List<String> decoded, byte[] commandLine, String encoding) {
        return GivenWords.of(decoded, commandLine, encoding);
    }

    private static StartException refusal(GivenWords words) {
        return catchThrowableOfType(StartException.class, words::exact);
    }

    private static byte[] commandLine(String program, String name, List<String> words, byte[]... more) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes((program + '\0' + name + '\0').getBytes(StandardCharsets.UTF_8));
        words.forEach(word -> line.writeBytes((word + '\0').getBytes(StandardCharsets.UTF_8)));
        for (byte[] word : more) {
            line.writeBytes(word);
            line.write(0);
        }
        return line.toByteArray();
    }
}
