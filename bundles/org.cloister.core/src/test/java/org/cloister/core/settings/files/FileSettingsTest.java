// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.cloister.api.settings.SettingInForce;
import org.junit.jupiter.api.Test;

/** Settings of files that are right: what is in force, and from where. */
class FileSettingsTest extends SettingsBed {
    @Test
    void anEmptyFolderAndFilesOfCommentsAreTheDefaults() throws IOException {
        assertThat(settings().get().types()).isEmpty();
        write(CORE, "# nothing meant");
        assertThat(settings().get().types()).isEmpty();
    }

    @Test
    void whatIsSetIsInForceWithItsPlace() throws IOException {
        Path file = write(CORE, "# types\nallowed.types = sev-es\nmaximum.guests = 0");
        FileSettings settings = settings();
        assertThat(settings.state().settings())
                .filteredOn(one -> one.key().equals("allowed.types"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.value()).isEqualTo("sev-es");
                    assertThat(one.file()).contains(file.toString());
                    assertThat(one.line()).hasValue(2);
                });
        assertThat(settings.state().settings())
                .filteredOn(one -> one.key().equals("minimum.strength"))
                .extracting(SettingInForce::value, SettingInForce::file)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("0", java.util.Optional.empty()));
        assertThatThrownBy(() -> settings.get().requirePlace(0)).hasMessageContaining(file + ":3");
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException {
        write(CORE, "\ufeffallowed.types = sev-snp\n");
        assertThat(settings().get().types()).containsExactly("sev-snp");
    }

    @Test
    void typedFilesAreTaken() throws IOException {
        write("org.cloister.core.config", "allowed.types=[\"sev-es\",\"sev\"]\nmaximum.guests=I\"3\"\n");
        assertThat(settings().get().types()).containsExactly("sev", "sev-es");
        write("com.example.factory-one.cfg", "a = 1");
        settings();
        assertThat(delivered).extracting(Content::id).containsExactly("com.example.factory~one");
    }

    @Test
    void aFileThatIsStillBeingWrittenAtTheStartIsWaitedFor() throws IOException {
        write(CORE, "allowed.types = sev-es\n");
        later = Duration.ZERO;
        FileSettings settings = new FileSettings(
                folder.toString(),
                name -> null,
                delivered::add,
                () -> Instant.now().plus(later));
        settings.look();
        assertThat(settings.get().types()).as("get waits").containsExactly("sev-es");
    }
}
