// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformState;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.softsev.model.CpuidPages;
import org.cloister.softsev.model.HostSettings;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformInit;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the secure processor is initialised, as clients see it that ask for the state before anything else. */
class PlatformInitTest {
    /** By the setting: the state of a fresh platform, after a command that needs it, after a reset, and after both. */
    @ParameterizedTest
    @CsvSource({
        "PROBE,     INIT,   INIT,   UNINIT, INIT",
        "COMMAND,   UNINIT, INIT,   UNINIT, INIT",
        "TEMPORARY, UNINIT, UNINIT, UNINIT, UNINIT",
    })
    void isAsTheKernelHasIt(
            PlatformInit init, PlatformState fresh, PlatformState used, PlatformState reset, PlatformState again) {
        SoftProcessor processor = processor(init);
        assertThat(state(processor)).isEqualTo(fresh);
        export(processor);
        assertThat(state(processor)).isEqualTo(used);
        processor.commands().execute(BarePlatformCommand.FACTORY_RESET);
        assertThat(state(processor)).isEqualTo(reset);
        export(processor);
        assertThat(state(processor)).isEqualTo(again);
    }

    @Test
    void aFreshPlatformOffersEncryptedState() {
        assertThat(status(processor(PlatformInit.PROBE)).encryptedState()).isTrue();
        assertThat(status(processor(PlatformInit.COMMAND)).encryptedState()).isFalse();
    }

    @Test
    void theIdentityIsToldWithoutIt() {
        SoftProcessor processor = processor(PlatformInit.COMMAND);
        LengthQuery.fetch(processor.commands(), GetId2.LENGTH);
        assertThat(state(processor)).isEqualTo(PlatformState.UNINIT);
    }

    @Test
    void aGuestInitialisesItForGood() {
        SoftProcessor processor = processor(PlatformInit.TEMPORARY);
        processor.sevGuests().decommission(Platforms.guest(processor, 0));
        export(processor);
        assertThat(state(processor)).isEqualTo(PlatformState.INIT);
    }

    @Test
    void anOwnerThatIsKeptIsToldFromTheStart(@TempDir Path folder) {
        Optional<Path> state = Optional.of(folder.resolve("state"));
        try (SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT, state)) {
            assertThat(status(processor).owned()).isFalse();
            processor.commands().execute(Platforms.takeOver(processor));
        }
        try (SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT, state)) {
            assertThat(status(processor).owned()).isTrue();
        }
    }

    private static SoftProcessor processor(PlatformInit init) {
        return Platforms.fresh(OtherPlatforms.on(new HostSettings(init, CpuidPages.STRICT)));
    }

    private static void export(SoftProcessor processor) {
        LengthQuery.fetch(processor.commands(), PdhCertExport.LENGTH);
    }

    private static PlatformStatus status(SoftProcessor processor) {
        return processor.commands().execute(new GetPlatformStatus());
    }

    private static PlatformState state(SoftProcessor processor) {
        return status(processor).state().orElseThrow();
    }
}
