// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of the documentation leads to a file that is there, and to a heading in it; every page can be found. */
class LinksTest {
    private static final Path ROOT = Pages.ROOT;
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]+]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.all()) {
            for (String link : links(page)) {
                if (!good(page, link)) {
                    broken.add(Pages.name(page) + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theContentsNameEveryPage() throws IOException {
        Path contents = ROOT.resolve("docs").resolve("README.md");
        Set<Path> named = links(contents).stream()
                .map(link -> contents.resolveSibling(link).normalize())
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".md"))
                            .filter(file -> !file.equals(contents))
                            .map(Path::normalize))
                    .isNotEmpty()
                    .allMatch(named::contains);
        }
        assertThat(links(ROOT.resolve("README.md"))).contains("docs/README.md", "ARCHITECTURE.md", "CONTRIBUTING.md");
    }

    private static List<String> links(Path page) throws IOException {
        String text = CODE.matcher(Files.readString(page)).replaceAll("");
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.startsWith("https://"))
                .toList();
    }

    private static boolean good(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1 || anchors(target).contains(parts[1]);
    }

    /** As GitHub and others make them of headings. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
