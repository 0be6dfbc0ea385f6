// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {
    private static final String OLD = """
            package p 1.2.0
              p.Used is public class
              p.Used public void call()
              p.Open is @ConsumerType public interface
              p.Closed is @ProviderType public interface
            """;

    private static List<String> complaints(String now) {
        return Baseline.complaints(
                Exported.read(OLD.lines().toList()), Exported.read(now.lines().toList()));
    }

    @Test
    void nothingChanged() {
        assertThat(complaints(OLD)).isEmpty();
        assertThat(complaints(OLD.replace("1.2.0", "1.2.1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.Used public void another()                | 1.2.9 | 1.3.0",
                "p.New is public class                       | 1.2.0 | 1.3.0",
                "p.Closed public abstract void another()     | 1.2.0 | 1.3.0",
                "p.Open default public void another()        | 1.2.0 | 1.3.0",
                "p.Open public abstract void another()       | 1.9.0 | 2.0.0",
                "p.New public abstract void another()        | 1.2.0 | 1.3.0",
            })
    void additionNeedsANewMinorVersionOrAMajorOneWhereOthersImplement(String line, String tooLow, String needed) {
        String longer = OLD + "  " + line + "\n";
        assertThat(complaints(longer.replace("1.2.0", tooLow)))
                .hasSize(2)
                .anyMatch(told -> told.contains("is version " + tooLow + " and has to be " + needed))
                .contains("  + " + line);
        assertThat(complaints(longer.replace("1.2.0", needed))).isEmpty();
    }

    @Test
    void whatIsGoneNeedsANewMajorVersion() {
        String shorter = OLD.replace("  p.Used public void call()\n", "");
        assertThat(complaints(shorter.replace("1.2.0", "1.3.0"))).contains("  - p.Used public void call()");
        assertThat(complaints(shorter.replace("1.2.0", "2.0.0"))).isEmpty();
    }

    @Test
    void whatIsDifferentNeedsANewMajorVersion() {
        String other = OLD.replace("void call()", "int call()");
        assertThat(complaints(other)).hasSize(3).anyMatch(told -> told.contains("has to be 2.0.0"));
        assertThat(complaints(other.replace("1.2.0", "2.0.0"))).isEmpty();
    }

    @Test
    void packagesThatComeAndGoAreTold() {
        assertThat(complaints("")).containsExactly("package p is not exported any more");
        assertThat(complaints(OLD + "package q 1.0.0\n")).containsExactly("package q is new and not described yet");
    }

    @Test
    void textIsReadAsItWasWritten() {
        Exported exported = Exported.read(OLD.lines().toList());
        assertThat(Exported.read(exported.text())).isEqualTo(exported);
    }
}
