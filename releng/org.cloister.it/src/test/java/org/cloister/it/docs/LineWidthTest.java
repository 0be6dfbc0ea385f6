// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sentences have lines of at most 120 characters; the formatter does not wrap pages and comments beside code. */
class LineWidthTest {
    private static final Pattern COMMENT = Pattern.compile("^ *(?:/?\\*|//).*");
    private static final Pattern TABLE_ROW = Pattern.compile("^\\|.*");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```");
    /** A page that a test prints, and one whose lists have long items with code in them. */
    private static final List<Path> LAID_OUT_ELSEWHERE =
            List.of(Path.of("COMMANDS.md"), Path.of("org.cloister.vendor-samples", "README.md"));

    private static final int WIDEST = 120;

    @Test
    void pagesAreWrapped() throws IOException {
        List<String> wide = new ArrayList<>();
        for (Path page : Pages.all()) {
            if (LAID_OUT_ELSEWHERE.stream().noneMatch(page::endsWith)) {
                CODE.matcher(Files.readString(page))
                        .replaceAll("")
                        .lines()
                        .filter(LineWidthTest::isWide)
                        .forEach(line -> wide.add(Pages.name(page) + ": " + line));
            }
        }
        assertThat(wide).isEmpty();
    }

    @Test
    void commentsAreWrapped() throws IOException {
        List<String> wide = new ArrayList<>();
        for (String folder : List.of("bundles", "releng")) {
            try (Stream<Path> files = Files.walk(Pages.ROOT.resolve(folder))) {
                for (Path file : files.filter(LineWidthTest::isSource).toList()) {
                    Files.readAllLines(file).stream()
                            .filter(COMMENT.asMatchPredicate())
                            .filter(LineWidthTest::isWide)
                            .forEach(line -> wide.add(Pages.name(file) + ": " + line));
                }
            }
        }
        assertThat(wide).isEmpty();
    }

    private static boolean isWide(String line) {
        return line.length() > WIDEST && !TABLE_ROW.matcher(line).matches();
    }

    private static boolean isSource(Path file) {
        String name = file.toString();
        return name.endsWith(".java") && name.contains("/src/") && !name.contains("/target/");
    }
}
