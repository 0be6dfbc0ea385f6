// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are wrong from the start never mean that everything is allowed. */
class WrongSettingsTest extends SettingsBed {
    /** From the start: nothing is launched. The lines are separated by a broken bar. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.cloister.core.cfg          | allowed.types = sev-es¦x=\\u00zz | org.cloister.core.cfg:2: this"
                        + " escape is broken",
                "org.cloister.core.cfg          | ''                        | write a comment",
                "org.cloister.core.cfg          | '¦ ¦'                     | write a comment",
                "org.cloister.core.cfg          | allowed.types = ,         | org.cloister.core.cfg:1: allowed.types:"
                        + " this names nothing",
                "org.cloister.core.cfg          | allowed.types =           | org.cloister.core.cfg:1: allowed.types:"
                        + " this names nothing",
                "org.cloister.core.cfg          | #¦policy.defaults =       | org.cloister.core.cfg:2:"
                        + " policy.defaults: this names nothing",
                "org.cloister.core.cfg          | minimum.strength = abc    | org.cloister.core.cfg:1:"
                        + " minimum.strength",
                "org.cloister.core.cfg          | allowed.type = sev        | did you mean allowed.types",
                "org.cloister.core.cfg          | maximum.guests=1¦maximum.guests=9 | org.cloister.core.cfg:2: this"
                        + " key stands twice",
                "org.cloister.core.cfg          | allowed.types = a\\       | org.cloister.core.cfg:1: the last line"
                        + " goes on",
                "org.cloister.core.cfg          | allowed\0.types = sev     | control character",
                "org.cloister.core.config       | allowed.types=sev-es      | org.cloister.core.config:1",
                "org.cloister.cor.cfg           | allowed.types = sev-es    | did you mean org.cloister.core.cfg",
                "org.cloister.core.conf         | allowed.types = sev-es    | did you mean org.cloister.core.cfg",
                "org.cloister.core-a.cfg        | allowed.types = sev-es    | nobody reads a file of this name",
                "org.cloister.core.backends.cfg | folder =                  | org.cloister.core.backends.cfg:1: folder",
                "org.cloister.core.backends.cfg | canary = yes              | expected true or false",
                "org.cloister.core.backends.cfg | foldr = /x                | did you mean folder",
                "com.example.guest.cfg          | a=\\uq                   | com.example.guest.cfg:1",
            })
    void whatIsWrongFromTheStartAllowsNothing(String name, String text, String told) throws IOException {
        write(name, text == null ? "" : text.replace('¦', '\n'));
        refused(settings(), told);
    }

    @Test
    void everyMistakeOfAFileIsALine() throws IOException {
        write(CORE, "allowed.type = sev\nminimum.strength = abc\nmaximum.guests = -9\n");
        assertThatThrownBy(settings()::get)
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        e -> assertThat(e.refused())
                                .extracting(RefusedSetting::line)
                                .extracting(line -> line.orElse(0))
                                .containsExactlyInAnyOrder(1, 2, 3));
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        mode(Files.write(folder.resolve(CORE), "a=1\nb=\u00e9".getBytes(StandardCharsets.ISO_8859_1)), "rw-------");
        refused(settings(), CORE + ":2: this is not UTF-8");
        mode(Files.write(folder.resolve(CORE), "allowed.types = sev".getBytes(StandardCharsets.UTF_16)), "rw-------");
        refused(settings(), CORE + ":1: this is not UTF-8");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        write(CORE, "#".repeat(300_000));
        refused(settings(), "at most 262144 bytes");
    }
}
