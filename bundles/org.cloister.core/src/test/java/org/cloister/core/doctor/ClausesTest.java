// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClausesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "ns;ns=a                                         | a",
                "ns; ns = \"a\"                                  | a",
                "ns;ns:String=\"a\";effective:=active            | a",
                "other;ns=b,ns;x=1;ns=a                          | a",
                "ns;uses:=\"p,q\";ns=\"a\",other;t=\"x,ns;ns=c\" | a",
                "ns;ns=a,ns;ns=b                                 | a b",
                "ns;ns:=a                                        | none",
                "ns                                              | none",
                "''                                              | none",
                "ns;ns=\"open                                    | open",
            })
    void attributesAreFoundInTheClausesOfTheirName(String header, String values) {
        assertThat(Clauses.attribute(header, "ns", "ns"))
                .containsExactly(values == null ? new String[0] : values.split(" "));
    }
}
