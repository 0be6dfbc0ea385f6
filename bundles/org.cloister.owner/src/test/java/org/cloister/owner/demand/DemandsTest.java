// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.verify.AppraisalPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies in lines: items, alternatives, and what takes the place of what. */
class DemandsTest {
    private static String text(DemandSection section) {
        return section.name()
                + section.demands().stream()
                        .map(one -> " " + one.item() + "=" + one.value())
                        .collect(Collectors.joining());
    }

    private static List<String> alternatives(Demands demands) {
        return demands.alternatives().stream().map(DemandsTest::text).toList();
    }

    @Test
    @DisplayName("V11: an alternative has its own items in the place of those of all, and all others")
    void v11Alternatives() {
        Demands demands = Demands.parse("""
                \ufeff# of our fleet
                vmpl = 0
                min-tcb = snp=1
                [milan]
                min-tcb=snp=24
                measurement = a
                [ turin-1 ]
                measurement = b
                measurement = c
                """, "policy.txt");

        assertThat(alternatives(demands))
                .containsExactly(
                        "milan vmpl=0 minimum-tcb=snp=24 measurement=a",
                        "turin-1 vmpl=0 minimum-tcb=snp=1 measurement=b measurement=c");
        assertThat(demands.sections().get(1).demands().get(1))
                .isEqualTo(new Demand("measurement", "c", "policy.txt, line 9"));
    }

    @Test
    @DisplayName("V11: options take the place of items in every alternative")
    void v11Options() {
        Demands file = Demands.parse("vmpl=0\nguest-svn=1\n[a]\nmeasurement=a\n[b]\nvmpl=1", "policy.txt");
        Demands options = Demands.of(Map.of("min-tcb", List.of("snp=2"), "vmpl", List.of("3", "2")));

        assertThat(file.with(options).alternatives())
                .allSatisfy(one -> assertThat(text(one)).contains(" vmpl=3 vmpl=2", "guest-svn=1", "minimum-tcb=snp=2"))
                .allSatisfy(one -> assertThat(text(one)).doesNotContain("vmpl=0", "vmpl=1"));
        assertThat(alternatives(options.with(Demands.of(Map.of("vmpl", List.of("0"))))))
                .containsExactly(" minimum-tcb=snp=2 vmpl=0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "vmpl = 0;[] | 2 | name of an alternative",
                "[a b];vmpl=1 | 1 | name of an alternative",
                "[a;vmpl=1 | 1 | name of an alternative",
                "[a];vmpl=1;[a];vmpl=2 | 3 | line 1",
                "[a];# nothing;[b];vmpl=1 | 1 | demands nothing",
                "vmpl=1;[b] | 2 | demands nothing",
                "policy {;  vmpl: 1;} | 1 | JSON",
                "root_of_trust: {;} | 1 | JSON",
                "vmpl 0 | 1 | NAME = VALUE"
            })
    @DisplayName("V11: lines that begin or demand nothing are refused by their number")
    void v11Lines(String lines, int line, String said) {
        Problem problem = refused(lines.replace(';', '\n'));

        assertThat(problem.code()).isEqualTo("appraisal.line");
        assertThat(problem.where()).isEqualTo("policy.txt, line " + line);
        assertThat(problem.toString()).contains(said);
    }

    @Test
    @DisplayName("V11: a file that demands nothing is no policy, an alternative that always fits is none")
    void v11Nothing() {
        assertThat(refused("# vmpl = 0\n\n").toString()).contains("this policy demands nothing");

        Demands demands = Demands.parse("[a]\nvmpl=0\n[b]\nrequire-crl = no\nallow-debug = yes", "policy.txt");
        Problem problem = catchThrowableOfType(CloisterException.class, () -> AppraisalPolicy.of(demands))
                .problem();
        assertThat(problem.toString()).contains("policy.txt, line 3", "[b]", "this alternative demands nothing");
        assertThat(AppraisalPolicy.of(Demands.parse("vmpl=0\n[b]\nallow-debug = yes", "policy.txt"))
                        .mentioned())
                .containsExactly("vmpl");
    }

    @Test
    @DisplayName("V11: of two policies with alternatives none is dropped in silence")
    void v11TwoWithAlternatives() {
        Demands one = Demands.parse("guest-svn=1\n[a]\nvmpl=0\nproduct=Milan\n[b]\nvmpl=1", "one.txt");
        Demands other = Demands.parse("policy=debug=off\n[c]\nvmpl=2\n[d]\nguest-svn=2", "other.txt");

        assertThat(alternatives(one.with(other)))
                .containsExactly(
                        "a.c guest-svn=1 product=Milan policy=debug=off vmpl=2",
                        "a.d vmpl=0 product=Milan policy=debug=off guest-svn=2",
                        "b.c guest-svn=1 policy=debug=off vmpl=2",
                        "b.d vmpl=1 policy=debug=off guest-svn=2");
        Problem many = catchThrowableOfType(
                        CloisterException.class,
                        () -> Demands.parse(many(9), "nine.txt").with(Demands.parse(many(8), "eight.txt")))
                .problem();
        assertThat(many.code()).isEqualTo("appraisal.line");
        assertThat(many.found()).startsWith("9 and 8");
    }

    /** Values of an item are alternatives, which the one of two names was hardly meant as. */
    @Test
    void anItemHasOneNameInOnePlace() {
        List<String> items = AppraisalPolicy.items().keySet().stream()
                .filter(item -> !Demand.shortForm(item).equals(item))
                .toList();
        assertThat(items).hasSizeGreaterThan(6);
        for (String item : items) {
            String both = item + "=1\n" + Demand.shortForm(item) + "=2\n";
            for (String text : List.of(both, "vmpl=0\n[a]\nvmpl=1\n" + both, "[a]\n" + both + "[b]\nvmpl=0")) {
                Problem problem = refused(text);
                assertThat(problem.code()).isEqualTo("appraisal.name");
                assertThat(problem.message())
                        .contains(item, Demand.shortForm(item), "policy.txt, line ", "by two names");
            }
            Map<String, List<String>> options = Map.of(item, List.of("1"), Demand.shortForm(item), List.of("2"));
            assertThat(catchThrowableOfType(CloisterException.class, () -> Demands.of(options))
                            .problem()
                            .code())
                    .isEqualTo("appraisal.name");
            // An alternative replaces what is common, and options what is in a file, by whatever name
            Demands file = Demands.parse(item + "=1\n[a]\n" + Demand.shortForm(item) + "=2", "policy.txt");
            assertThat(alternatives(file)).containsExactly("a " + item + "=2");
            assertThat(alternatives(file.with(Demands.of(Map.of(item, List.of("3"))))))
                    .containsExactly("a " + item + "=3");
        }
    }

    @Test
    void thereIsALimitOfAlternatives() {
        assertThat(Demands.parse(many(64), "policy.txt").sections()).hasSize(64);
        assertThat(refused(many(65)).found()).isEqualTo("[a64]");
    }

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(i -> "[a" + i + "]\nvmpl=0\n").collect(Collectors.joining());
    }

    private static Problem refused(String text) {
        return catchThrowableOfType(CloisterException.class, () -> Demands.parse(text, "policy.txt"))
                .problem();
    }
}
