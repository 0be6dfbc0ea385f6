// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.identity.MemoryStore;
import org.cloister.softsev.identity.SnpConfiguration;
import org.cloister.softsev.model.AttestationSettings;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The three TCB versions: the reported one is never above the committed one, nor that above the current one, in any
 * component.
 */
class TcbVersionsTest {
    private final MemoryStore store = new MemoryStore();

    /**
     * Genoa: microcode, snp, four spare ones, tee, bootloader. Turin: microcode, three spare ones, snp, tee,
     * bootloader, fmc.
     */
    @ParameterizedTest
    @CsvSource({
        "GENOA, 5417000000000009, 5417000000000009, true",
        "GENOA, 5417000000000009, 5417000000000008, true",
        "GENOA, 5417000000000009, 5316000000000009, true",
        "GENOA, 5417000000000009, 0000000000000000, true",
        "GENOA, 5417000000000009, 541700000000000a, false",
        "GENOA, 5417000000000009, 5317000000000109, false",
        "GENOA, 5417000000000009, 0000000000000100, false",
        "GENOA, 5417000000000009, 00180000000000ff, false",
        "GENOA, 5417000000000009, 5300000000010000, false",
        "MILAN, db18000000000004, 7318000000000004, true",
        "MILAN, db18000000000004, dc00000000000000, false",
        "MILAN, db18000000000004, 0000000000000005, false",
        "TURIN, 5100000004010301, 5100000003010301, true",
        "TURIN, 5100000004010301, 5100000003010302, false",
        "TURIN, 5100000004010301, 0000000000000400, false"
    })
    void whatIsReportedIsComparedComponentByComponent(
            EmulatedGeneration generation, String committed, String wanted, boolean taken) {
        PlatformCommands commands = platform(generation, "", committed);
        long reported = Long.parseUnsignedLong(wanted, 16);
        if (taken) {
            commands.execute(new SnpSetConfig(reported, 0));
            assertThat(status(commands).reportedTcb()).isEqualTo(reported == 0 ? generation.tcb() : reported);
        } else {
            assertThat(refusal(commands, reported)).isEqualTo(FirmwareStatus.INVALID_PARAM.code());
            assertThat(status(commands).reportedTcb()).isEqualTo(generation.tcb());
        }
    }

    @Test
    void newerFirmwareCountsWhenItIsCommitted() {
        String before = "5417000000000009";
        PlatformCommands commands = platform(EmulatedGeneration.GENOA, "5518000000000009", before);
        assertThat(status(commands).currentTcb()).isEqualTo(0x5518000000000009L);
        assertThat(status(commands).reportedTcb()).isEqualTo(0x5417000000000009L);
        assertThat(refusal(commands, 0x5418000000000009L)).isEqualTo(FirmwareStatus.INVALID_PARAM.code());

        commands.execute(BarePlatformCommand.SNP_COMMIT);
        assertThat(status(commands).reportedTcb()).isEqualTo(0x5518000000000009L);
        commands.execute(new SnpSetConfig(0x5418000000000009L, 0));
        assertThat(store.snp().orElseThrow().committedTcb()).isEqualTo(0x5518000000000009L);
    }

    @Test
    void whatIsCommittedIsReportedWhateverWasSetBefore() {
        PlatformCommands commands = platform(EmulatedGeneration.GENOA, "5518000000000009", "5417000000000009");
        commands.execute(new SnpSetConfig(0x5417000000000009L, 0));
        commands.execute(BarePlatformCommand.SNP_COMMIT);
        assertThat(status(commands).reportedTcb()).isEqualTo(0x5518000000000009L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5417000000000008", "5316000000000009", "ff17000000000008", "1"})
    void olderFirmwareThanTheCommittedOneDoesNotRun(String current) {
        PlatformCommands commands = platform(EmulatedGeneration.GENOA, current, "5417000000000009");
        CloisterException refused = catchThrowableOfType(CloisterException.class, () -> status(commands));
        assertThat(refused.problem().code()).isEqualTo("state.tcb");
        assertThat(refused.problem().remedy()).contains("0x5417000000000009");
    }

    @Test
    void theFirstFirmwareIsCommitted() {
        status(Platforms.of(PlatformSettings.DEFAULT, store).commands());
        assertThat(store.snp())
                .contains(SnpConfiguration.initial(EmulatedGeneration.GENOA.model(), EmulatedGeneration.GENOA.tcb()));
    }

    @Test
    void aProvidersKeyGoesWithTheVersionThatItIsFor() {
        SoftProcessor processor = Platforms.fresh();
        PlatformCommands commands = processor.commands();
        Authorities service = new Authorities(processor.platform(), processor.attestation(), Platforms.RANDOM);
        Bytes wrapped = service.wrappedVlek("cloud.example");
        long tcb = EmulatedGeneration.GENOA.tcb();
        commands.execute(new SnpVlekLoad(wrapped));

        commands.execute(new SnpSetConfig(tcb, SnpSetConfig.MASK_CHIP_ID));
        assertThat(status(commands).vlekEnabled()).isTrue();
        commands.execute(new SnpSetConfig(tcb - 1, 0));
        assertThat(status(commands).vlekEnabled()).isFalse();
        SevCommandException late =
                catchThrowableOfType(SevCommandException.class, () -> commands.execute(new SnpVlekLoad(wrapped)));
        assertThat(late.firmwareStatus()).isEqualTo(FirmwareStatus.BAD_SVN.code());
        commands.execute(new SnpVlekLoad(service.wrappedVlek("cloud.example")));
        assertThat(status(commands).vlekEnabled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GENOA, 0x00, false, false, false", "GENOA, 0x10, false, true, true", "TURIN, 0x00, false, true, false",
        "TURIN, 0x08, true, true, false", "TURIN, 0x10, false, true, true", "TURIN, 0x3f, true, true, true"
    })
    void theStatusTellsFeaturesAndSwitches(
            EmulatedGeneration generation, long platformInfo, boolean rapl, boolean capable, boolean hiding) {
        AttestationSettings reports = AttestationSettings.of(0, platformInfo, "", 0);
        SnpPlatformStatus status = status(
                Platforms.of(OtherPlatforms.with(generation, reports), store).commands());
        assertThat(status.raplDisabled()).isEqualTo(rapl);
        assertThat(status.ciphertextHidingCapable()).isEqualTo(capable);
        assertThat(status.ciphertextHidingEnabled()).isEqualTo(hiding);
    }

    private PlatformCommands platform(EmulatedGeneration generation, String current, String committed) {
        long tcb = Long.parseUnsignedLong(committed, 16);
        store.keep(new SnpConfiguration(Optional.empty(), tcb, 0, 0, Bytes.EMPTY));
        AttestationSettings reports = AttestationSettings.of(0, 0, current, 0);
        return Platforms.of(OtherPlatforms.with(generation, reports), store).commands();
    }

    private static SnpPlatformStatus status(PlatformCommands commands) {
        return commands.execute(new GetSnpPlatformStatus());
    }

    private static int refusal(PlatformCommands commands, long reported) {
        return catchThrowableOfType(SevCommandException.class, () -> commands.execute(new SnpSetConfig(reported, 0)))
                .firmwareStatus();
    }
}
