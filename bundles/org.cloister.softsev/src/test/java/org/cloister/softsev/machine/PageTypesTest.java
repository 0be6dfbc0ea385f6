// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.START;
import static org.cloister.softsev.machine.SevFixture.content;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.page.SecretsField;
import org.cloister.amd.page.SecretsPage;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.api.platform.MachineSpec;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.GuestContext;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each page type: what is measured of it, and what the guest finds in it. */
class PageTypesTest {
    private static final Bytes GOSVW = START.gosvw();

    /** Digests of one page after 48 zeros; those of an independent implementation of the measurement. */
    @ParameterizedTest
    @CsvSource({
        "ZERO,       0x0,      70c0ecaab9608f14ebf8ac6f0f07bcd8728f4e2ab30382b539b4de4de904ca9f8ebdf4b2cd3cd84dd996bd55dd794676",
        "SECRETS,    0x80d000, e82e99caf82a32c31ec5070eef9e2135866d8f7de60d756814f3bd8c989c1e826622e0a97dad026c6d9d81818780e6a2",
        "CPUID,      0x80e000, c9e46442d2b4ddb823fa6b4a907930de7e93901180c5a3126ba234193059a0a51a21ba82f05d2fe0f3136f22b1b1a8e4",
        "UNMEASURED, 0x1000,   81475a112c0223cebe1ccb31a0aa2567772871200b33515a3cbbd5ed6a68a8e630902dd83469ea6553554bfb67111fad"
    })
    void onlyThePlaceIsMeasured(SnpPageType type, String gpa, String digest) {
        try (SoftMachine machine = larger()) {
            assertThat(put(machine, type, Long.decode(gpa)).hex()).isEqualTo(digest);
        }
    }

    @ParameterizedTest
    @CsvSource({"NORMAL, true", "UNMEASURED, true", "ZERO, false"})
    void theGuestFindsWhatWasPutInOrZeros(SnpPageType type, boolean kept) {
        try (LaunchFixture bench = LaunchFixture.started(new SoftProcessor(PlatformSettings.DEFAULT), 1)) {
            bench.put(type, PAGE, content(PAGE));
            assertThat(bench.guestView(PAGE)).isEqualTo(kept ? content(PAGE) : Bytes.of(new byte[PAGE]));
            assertThat(bench.hostView(PAGE)).isNotEqualTo(bench.guestView(PAGE));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void theSecretsPageSaysWhatTheGuestHasToKnow(EmulatedGeneration generation) {
        PlatformSettings settings = new PlatformSettings(1006, 907, 51, 1, generation, 0, 512, 1L << 40);
        try (LaunchFixture bench = LaunchFixture.started(new SoftProcessor(settings), 1);
                SecretsPage page = secrets(bench, PAGE)) {
            assertThat(page.violations()).isEmpty();
            assertThat(page.number(SecretsField.VERSION)).isEqualTo(3);
            assertThat(page.number(SecretsField.IMI_EN)).isZero();
            assertThat(page.number(SecretsField.FMS))
                    .isEqualTo(generation.signature().eax());
            assertThat(Bytes.of(page.content(SecretsField.GOSVW))).isEqualTo(GOSVW);
            assertThat(page.number(SecretsField.TSC_FACTOR)).isEqualTo(GuestContext.TSC_FACTOR);
            assertThat(Bytes.of(page.encode()).slice(0xa0, 0xc0).isZero())
                    .as("the guest's area, and which bytes of VMSAs are masked")
                    .isTrue();
            assertThat(Bytes.of(page.encode()).slice(0x164, PAGE - 0x164).isZero())
                    .isTrue();
        }
    }

    @Test
    void everyGuestHasFourKeysOfItsOwn() {
        SoftProcessor processor = new SoftProcessor(PlatformSettings.DEFAULT);
        Set<Bytes> keys = new HashSet<>();
        for (int guest = 0; guest < 3; guest++) {
            try (LaunchFixture bench = LaunchFixture.started(processor, 1);
                    SecretsPage page = secrets(bench, PAGE);
                    SecretsPage again = secrets(bench, 2 * PAGE)) {
                for (int vmpl = 0; vmpl < 4; vmpl++) {
                    keys.add(Bytes.of(page.messageKey(vmpl)));
                    assertThat(again.messageKey(vmpl)).isEqualTo(page.messageKey(vmpl));
                }
            }
        }
        assertThat(keys).hasSize(12).noneMatch(Bytes::isZero);
    }

    private static SecretsPage secrets(LaunchFixture bench, long gpa) {
        bench.put(SnpPageType.SECRETS, gpa, content(PAGE));
        return SecretsPage.decode(bench.guestView(gpa).toArray(), "secrets page");
    }

    /** A machine with memory up to 16 MiB. */
    private static SoftMachine larger() {
        MemoryRegion ram = new MemoryRegion("ram", 0, 16 << 20);
        return new SoftMachine(
                new MachineSpec(new GuestType("sev-snp"), List.of(ram), 1),
                new SoftProcessor(PlatformSettings.DEFAULT),
                Optional::empty);
    }

    private static Bytes put(SoftMachine machine, SnpPageType type, long gpa) {
        SevChannel channel = machine.adapt(SevChannel.class).orElseThrow();
        channel.execute(LaunchFixture.INIT);
        channel.execute(START);
        machine.memory().turn(gpa, PAGE, Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        long source = machine.memory().hostAddress(gpa).orElseThrow();
        channel.execute(new SnpLaunchUpdate(gpa / PAGE, source, PAGE, type, 0));
        return machine.adapt(SnpLaunchInspection.class).orElseThrow().launchDigest();
    }
}
