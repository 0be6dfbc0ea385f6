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
        Demands one = Demands.parse("[a]\nvmpl=0", "one.txt");
        Demands other = Demands.parse("[b]\nvmpl=1", "other.txt");

        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> one.with(other)))
                .hasMessageContaining("both");
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
