// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationTest {
    @ParameterizedTest(name = "cloister {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                           | CLASS_PATH | ``                     |
        measure --type sev-snp       | CLASS_PATH | measure --type sev-snp |
        measure --run x              | CLASS_PATH | measure --run x        |
        help list                    | CLASS_PATH | help list              |
        probe                        | CLASS_PATH | probe                  |
        probe --refresh              | RUNNING    | probe --refresh        |
        launch --run x               | FRAMEWORK  | launch --run x         |
        launch --platform emulated   | FRAMEWORK  | launch --platform emulated |
        launch --connect             | RUNNING    | launch --connect       |
        launch --run x --connect     | RUNNING    | launch --connect       | x
        launch --connect --help      | CLASS_PATH | launch --connect --help |
        list                         | RUNNING    | list                   |
        list --nix                   | RUNNING    | list --nix             |
        list -h                      | CLASS_PATH | list -h                |
        list --run x -o json         | RUNNING    | list -o json           | x
        list --run=x                 | RUNNING    | list                   | x
        list --run= x                | CLASS_PATH | list --run= x          |
        list --run                   | CLASS_PATH | list --run             |
        list --run x --run y         | CLASS_PATH | list --run x --run y   |
        info g1                      | RUNNING    | info g1                |
        stop --all                   | RUNNING    | stop --all             |
        backends                     | RUNNING    | backends               |
        swap sev-snp x.jar           | RUNNING    | swap sev-snp x.jar     |
        doctor sev-snp               | RUNNING    | doctor sev-snp         |
        config show                  | RUNNING_OR_FRAMEWORK | config show  |
        config show -o json          | RUNNING_OR_FRAMEWORK | config show -o json |
        config show --run x          | RUNNING    | config show            | x
        config show --run            | FRAMEWORK  | config show --run      |
        config check                 | FRAMEWORK  | config check           |
        config --help                | CLASS_PATH | config --help          |
        serve                        | KEEPER     | serve                  |
        serve --run x                | KEEPER     | serve                  | x
        serve --state s --run x      | KEEPER     | serve --state s        | x
        serve --state=s --generation turin --report-version 5 | KEEPER | serve --state=s --generation turin --report-version 5 |
        serve --state                | CLASS_PATH | serve --state          |
        serve --state console        | KEEPER     | serve --state console  |
        serve --states s             | CLASS_PATH | serve --states s       |
        console --generation milan   | KEEPER     | console --generation milan |
        serve x                      | CLASS_PATH | serve x                |
        serve --help                 | CLASS_PATH | serve --help           |
        console                      | KEEPER     | console                |
        console --run x              | KEEPER     | console                | x
        console now                  | CLASS_PATH | console now            |
        """)
    void goesWhereItCanBeCarriedOut(String line, Invocation.Place place, String arguments, String folder) {
        Invocation invocation = Invocation.of(words(line));

        assertThat(invocation).isEqualTo(new Invocation(place, words(arguments), Optional.ofNullable(folder)));
    }

    @Test
    void aConsoleHasAShell() {
        assertThat(Invocation.of(List.of("console")).shell()).isTrue();
        assertThat(Invocation.of(List.of("serve")).shell()).isFalse();
        assertThat(Invocation.of(List.of("serve", "--state", "console")).shell())
                .isFalse();
    }

    private static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" "));
    }
}
