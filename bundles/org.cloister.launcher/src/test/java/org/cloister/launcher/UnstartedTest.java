// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnstartedTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        missing requirement [a [26](R 26.0)] osgi.ee; (&(osgi.ee=JavaSE)(version=99))                             | it was built for Java 99
        Require-Capability: osgi.ee; filter:="(&(osgi.ee=JavaSE)(version=99.1))"                                  | set JAVA_HOME to Java 99 or newer
        osgi.wiring.package; (&(osgi.wiring.package=x.y)(version>=3.0.0)(!(version>=4.0.0)))                      | package x.y [3.0.0,4.0.0), which no bundle here exports
        osgi.wiring.package; (&(osgi.wiring.package=x.y)(version>=3.0.0))                                         | package x.y from 3.0.0 on, which
        osgi.wiring.package; (osgi.wiring.package=x.y)                                                            | package x.y, which
        java.lang.IllegalStateException: no licence                                                              | java.lang.IllegalStateException: no licence
        """)
    void saysWhatIsNeeded(String cause, String expected) {
        assertThat(Unstarted.reason(cause)).contains(expected);
    }
}
