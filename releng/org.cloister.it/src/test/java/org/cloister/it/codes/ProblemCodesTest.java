// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.codes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.testing.PrintedSection;
import org.junit.jupiter.api.Test;

/** Every code of a problem stands in one table, with one kind and what it means, and nowhere else in main code. */
class ProblemCodesTest {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+");
    private static final Pattern PROBLEM =
            Pattern.compile("\\bProblem\\s*\\.\\s*(input|host|operation|defect)\\(([^,]*),");
    private static final Pattern OF_KIND =
            Pattern.compile("\\bProblem\\.Kind\\.([A-Z]+),\\s*(\\w+Codes\\.[A-Z0-9_]+)\\b");
    private static final Pattern REFERENCE = Pattern.compile("\\b\\w+Codes\\.[A-Z0-9_]+\\b");
    private static final Pattern COMPARED = Pattern.compile("\\bcode\\(\\)\\s*\\.\\s*\\w+\\(\\s*\"[^\"]*\"");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9.-]+)\"");

    /** Text that reads like a code and is something else. */
    private static final Map<String, String> OTHERS = Map.of(
            "report.version", "a setting of the platform in software, and a check of a report",
            "root.role", "a check of a chain");

    private static final Set<String> KINDS = Set.of("INPUT", "HOST", "OPERATION", "CANCELLED", "DEADLINE", "DEFECT");

    @Test
    void everyCodeHasAFormAKindAndAMeaning() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(400).allSatisfy(row -> {
            assertThat(row.code()).matches(FORM);
            assertThat(row.constant())
                    .isEqualTo(row.code().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
            assertThat(KINDS).contains(row.kind());
            assertThat(row.meaning()).isNotBlank();
        });
    }

    @Test
    void noCodeStandsTwice() throws IOException {
        Map<String, List<CodeRow>> byCode = rows().stream().collect(Collectors.groupingBy(CodeRow::code));
        assertThat(byCode).allSatisfy((code, rows) -> assertThat(rows).hasSize(1));
    }

    @Test
    void problemsHaveTheKindOfTheirCode() throws IOException {
        Map<String, CodeRow> known = rows().stream().collect(Collectors.toMap(CodeRow::reference, Function.identity()));
        assertThat(uses()).hasSizeGreaterThan(400).allSatisfy(use -> {
            assertThat(known).containsKey(use.getKey());
            assertThat(known.get(use.getKey()).kind()).as(use.getKey()).isEqualTo(use.getValue());
        });
    }

    @Test
    void everyCodeIsInUse() throws IOException {
        Set<String> used = others().stream()
                .flatMap(source -> REFERENCE.matcher(source.withoutComments()).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertThat(rows()).extracting(CodeRow::reference).allMatch(used::contains);
    }

    @Test
    void noCodeIsALiteral() throws IOException {
        Set<String> codes = rows().stream().map(CodeRow::code).collect(Collectors.toSet());
        codes.removeAll(OTHERS.keySet());
        List<String> literal = new ArrayList<>();
        for (SourceFile source : others()) {
            String text = source.withoutComments();
            Stream<String> made =
                    PROBLEM.matcher(text).results().map(use -> use.group(2)).filter(first -> first.contains("\""));
            Stream<String> compared = COMPARED.matcher(text).results().map(MatchResult::group);
            Stream<String> standing =
                    LITERAL.matcher(text).results().map(found -> found.group(1)).filter(codes::contains);
            Stream.of(made, compared, standing)
                    .flatMap(Function.identity())
                    .forEach(found -> literal.add(source.name() + ": " + found.strip()));
        }
        assertThat(literal).isEmpty();
    }

    @Test
    void theDocumentNamesEachCode() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| code | kind | meaning |", "|---|---|---|"));
        rows().stream()
                .sorted(Comparator.comparing(CodeRow::code))
                .forEach(row -> lines.add("| `" + row.code() + "` | "
                        + row.kind().toLowerCase(Locale.ROOT) + " | " + row.meaning() + " |"));
        new PrintedSection("docs/problem-codes.md", "ProblemCodes").require(lines);
    }

    /** Constants where a problem is made of them, each with the kind that it gets there. */
    private static List<Map.Entry<String, String>> uses() throws IOException {
        List<Map.Entry<String, String>> uses = new ArrayList<>();
        for (SourceFile source : others()) {
            String text = source.withoutComments();
            PROBLEM.matcher(text)
                    .results()
                    .forEach(use -> REFERENCE
                            .matcher(use.group(2))
                            .results()
                            .forEach(code -> uses.add(
                                    Map.entry(code.group(), use.group(1).toUpperCase(Locale.ROOT)))));
            OF_KIND.matcher(text).results().forEach(use -> uses.add(Map.entry(use.group(2), use.group(1))));
        }
        return uses;
    }

    private static List<CodeRow> rows() throws IOException {
        return SourceFile.all().stream()
                .filter(SourceFile::isTable)
                .flatMap(table -> CodeRow.of(table).stream())
                .toList();
    }

    private static List<SourceFile> others() throws IOException {
        return SourceFile.all().stream().filter(source -> !source.isTable()).toList();
    }
}
