// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    private static final Set<String> KNOWN =
            Set.of("org.cloister.core", "org.cloister.core.backends", "org.cloister.softsev");
    private static final Set<String> BESIDE = Set.of("org.cloister.core.cfg");

    @ParameterizedTest
    @CsvSource({
        "org.cloister.core.cfg,               SETTINGS, org.cloister.core",
        "org.cloister.core.config,            SETTINGS, org.cloister.core",
        "org.cloister.core.backends.cfg,      SETTINGS, org.cloister.core.backends",
        "org.apache.felix.eventadmin.cfg,     SETTINGS, org.apache.felix.eventadmin",
        "org.apache.felix.jaas-x.cfg,         SETTINGS, org.apache.felix.jaas",
        "org.apache.felix.jaas~x-y.config,    SETTINGS, org.apache.felix.jaas",
        "org.cloister.cor.cfg,                MISNAMED,",
        "org.cloister.core.conf,              MISNAMED,",
        "org.cloister.core,                   MISNAMED,",
        "org.cloister.core-2.cfg,             MISNAMED,",
        "org.cloister.core.CFG,               MISNAMED,",
        "Org.Cloister.Core.cfg,               MISNAMED,",
        "org.clositer.core.cfg,               MISNAMED,",
        "og.cloister.core.cfg,                MISNAMED,",
        "cloister.core.cfg,                   MISNAMED,",
        "org.cloister.softsev.cfg~,           MISNAMED,",
        ".org.cloister.softsev.cfg,           MISNAMED,",
        "org.cloister.core.cfg~,              OTHER,",
        ".org.cloister.core.cfg.swp,          OTHER,",
        "org.cloister.core.cfg.dpkg-dist,     OTHER,",
        "README,                              OTHER,",
        ".hidden.cfg,                         OTHER,",
        ".cfg,                                OTHER,",
    })
    void saysWhoReadsIt(String name, FileName.Kind kind, String pid) {
        FileName said = FileName.of(name, KNOWN, BESIDE);
        assertThat(said.kind()).isEqualTo(kind);
        assertThat(said.pid()).isEqualTo(pid == null ? "" : pid);
    }
}
