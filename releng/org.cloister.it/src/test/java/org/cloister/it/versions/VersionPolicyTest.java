// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** What {@code docs/versions.md} promises of interfaces and packages is what the code says of itself. */
class VersionPolicyTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "versions.md");
    private static final Path SAMPLES = Path.of("..", "org.cloister.vendor-samples");
    private static final Pattern NAME = Pattern.compile("`(org\\.cloister[a-z0-9.]*)`( and all below it)?");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(org\\.cloister[a-z0-9.]*)\\.[A-Z]");

    @Test
    void eachInterfaceSaysWhoImplementsIt() throws IOException {
        assertThat(ExportedInterface.all())
                .hasSizeGreaterThan(40)
                .filteredOn(one -> one.by().isEmpty())
                .isEmpty();
    }

    @Test
    void whatIsDeprecatedSaysWhatToUseInstead() throws IOException {
        assertThat(ExportedInterface.all())
                .filteredOn(ExportedInterface::deprecatedWithoutWord)
                .isEmpty();
    }

    @Test
    void whatIsProvisionalIsNamed() throws IOException {
        String page = Files.readString(PAGE).replaceAll("\\s+", " ");
        Matcher sentence = Pattern.compile("passed\\. ([^.]*) are provisional").matcher(page);
        assertThat(sentence.find()).isTrue();
        List<String> named = Pattern.compile("`(\\w+)`")
                .matcher(sentence.group(1))
                .results()
                .map(one -> one.group(1))
                .sorted()
                .toList();
        assertThat(named).isEqualTo(provisional());
    }

    /** The types that bear the mark. */
    private static List<String> provisional() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "..", "bundles", "org.cloister.api", "src", "main"))) {
            List<String> marked = new ArrayList<>();
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).lines().anyMatch(line -> line.startsWith("@Provisional("))) {
                    marked.add(file.getFileName().toString().replace(".java", ""));
                }
            }
            return marked.stream().sorted().toList();
        }
    }

    @Test
    void thePagePrintsThem() throws IOException {
        Map<String, List<ExportedInterface>> packages = ExportedInterface.all().stream()
                .collect(Collectors.groupingBy(ExportedInterface::inPackage, TreeMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>(List.of(
                "| package | implemented by vendors and programs | implemented by Cloister |", "|---|---|---|"));
        packages.forEach((name, all) ->
                lines.add("| `" + name + "` | " + names(all, "Consumer") + " | " + names(all, "Provider") + " |"));
        new PrintedSection("docs/versions.md", "VersionPolicyTest").require(lines);
    }

    private static String names(List<ExportedInterface> all, String by) {
        return all.stream()
                .filter(one -> one.by().equals(Optional.of(by)))
                .map(one -> "`" + one.name() + "`")
                .collect(Collectors.joining(", "));
    }

    /** By package the words that name its readers. */
    private static Map<String, String> readers() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> readers = new TreeMap<>();
        page.substring(page.indexOf("## Which packages"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> {
                    String[] cells = line.split("\\|");
                    Matcher name = NAME.matcher(cells[1]);
                    while (name.find()) {
                        readers.put(name.group(1) + (name.group(2) == null ? "" : ".*"), cells[2].strip());
                    }
                });
        return readers;
    }

    private static Optional<String> reader(Map<String, String> readers, String name) {
        return readers.entrySet().stream()
                .filter(row -> row.getKey().equals(name)
                        || row.getKey().endsWith(".*")
                                && (name + ".")
                                        .startsWith(row.getKey()
                                                .substring(0, row.getKey().length() - 1)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Test
    void eachExportedPackageIsForSomebody() throws IOException {
        Map<String, String> readers = readers();
        Set<String> exported = ExportedInterface.packages();
        assertThat(exported)
                .allSatisfy(name -> assertThat(reader(readers, name)).as(name).isPresent());
        assertThat(readers.keySet().stream().map(name -> name.replace(".*", "")))
                .isSubsetOf(exported);
    }

    @Test
    void theSamplesUseWhatIsForVendorsAlone() throws IOException {
        Map<String, String> readers = readers();
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            for (Path file : files.filter(one -> one.toString().matches(".*/src/main/.*\\.java"))
                    .toList()) {
                IMPORT.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
            }
        }
        assertThat(used)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(reader(readers, name))
                        .as(name)
                        .hasValueSatisfying(reader -> assertThat(reader).contains("vendors")));
    }
}
