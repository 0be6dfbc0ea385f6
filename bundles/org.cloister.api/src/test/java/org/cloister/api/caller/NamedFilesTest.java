// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedFilesTest {
    private final NamedFiles named = new NamedFiles(List.of(
            "launch",
            "--connect",
            "--firmware=dir/OVMF.fd",
            "--kernel",
            "vm linuz",
            "--object",
            "sev-guest,id=s,dh-cert-file=g,,h.b64,session-file=./s.b64",
            "--object=sev-guest,dh-cert-file=/a/b",
            "--append",
            "root=UUID=1",
            "--report-out",
            "out/../report.bin",
            "--certs-out=/c/certs/",
            "--for",
            "peer"));

    @ParameterizedTest
    @ValueSource(
            strings = {"dir/OVMF.fd", "vm linuz", "g,h.b64", "./s.b64", "/a/b", "out/../report.bin", "peer/pdh.cert"})
    void whatAWordNamesIsRead(String name) {
        assertThatCode(() -> named.requireInput(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/shadow",
                "dir",
                "OVMF.fd",
                "dir/./OVMF.fd",
                "vm",
                "linuz",
                "g",
                "h.b64",
                "s.b64",
                "/a",
                "peer/key.pem",
                "peer/../pdh.cert",
                "\0"
            })
    void nothingElseIsRead(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> named.requireInput(name))
                .withMessageContaining("does not name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.bin", "out/../report.bin", "/c/certs/ark.pem", "/c/certs/../certs/ask.pem"})
    void whatAWordNamesAndWhatLiesInAFolderOfAWordIsWritten(String name) {
        assertThatCode(() -> named.requireOutput(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "other",
                "/c/other",
                "/c/certs/deep/ark.pem",
                "/c/certs/../../etc/cron.d/x",
                "/etc/cron.d/x",
                "out/report.bin",
                "../x",
                "\0"
            })
    void nothingElseIsWritten(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> named.requireOutput(name));
    }

    @Test
    void theFolderItselfIsOneOnlyWhereItIsNamed() {
        NamedFiles here = new NamedFiles(List.of("launch", "--certs-out", "."));
        assertThatCode(() -> here.requireOutput("ark.pem")).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> here.requireOutput("../ark.pem"));
    }
}
