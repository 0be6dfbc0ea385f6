// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cloister.amd.channel.GuestCpuid;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CPUID page of a launch: what is in it, and what is reported when the firmware refuses it. */
class CpuidRangeTest {
    private static final UnaryOperator<SevChannel> AS_IT_IS = UnaryOperator.identity();

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NAPLES", "ROME"})
    void everyGenerationTakesWhatItsProcessorAnswers(EmulatedGeneration generation) {
        PlatformSettings settings = new PlatformSettings(1006, 907, 47, 5, generation, 0x20, 512, 1L << 40);
        try (TestMachine machine = new TestMachine(settings, AS_IT_IS, true)) {
            LaunchContext finished = machine.support.finish(machine.updated(), machine);
            CpuidPage page = page(machine);
            assertThat(page.violations()).isEmpty();
            assertThat(page.entries()).hasSizeBetween(20, CpuidPage.MOST);
            assertThat(leaf(page, 0x1, 0).eax())
                    .isEqualTo(generation.signature().eax());
            assertThat(leaf(page, 0x8000001f, 0))
                    .isEqualTo(new CpuidPageEntry(0x8000001f, 0, 0, 0, 0x1a, 47 | 1 << 6, 0, 0));
            assertThat(machine.support.measure(finished, machine).value().value())
                    .isEqualTo(SnpDigest.of(machine.plan));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 63})
    void m1TheGuestIsToldOfTheAddressBitsOfItsSetting(int given) {
        try (TestMachine machine = new TestMachine(AS_IT_IS, true)) {
            Map<String, String> properties = Map.of("reduced-phys-bits", Integer.toString(given));
            machine.support.finish(machine.updated(properties), machine);
            assertThat(leaf(page(machine), 0x8000001f, 0).ebx()).isEqualTo(51 | given << 6);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1"})
    void sizesOfXsaveAreThoseOfTheBeginning(int subleaf, long xcr0) {
        try (TestMachine machine = new TestMachine(AS_IT_IS, true)) {
            machine.support.finish(machine.updated(), machine);
            CpuidPageEntry entry = leaf(page(machine), 0xd, subleaf);
            assertThat(List.of(entry.xcr0In(), entry.xssIn(), (long) entry.ebx()))
                    .containsExactly(xcr0, 0L, 0x240L);
        }
    }

    @Test
    void bitsThatNoFirmwareAllowsAreLeftOut() {
        try (TestMachine machine = new TestMachine(AS_IT_IS, true)) {
            machine.support.finish(machine.updated(), machine);
            CpuidPage page = page(machine);
            assertThat(leaf(page, 0x1, 0).ecx() & 1 << 24).isZero();
            assertThat(leaf(page, 0x7, 0).ebx() & 1 << 1).isZero();
            assertThat(leaf(page, 0x7, 0).edx() & 0xfc000000).isZero();
            assertThat(leaf(page, 0x80000008, 0).ebx() & 1 << 25).isZero();
            assertThat(leaf(page, 0x80000008, 0).ebx() & 1 << 24).isNotZero();
        }
    }

    @Test
    void everyAnswerThatTheFirmwareWantsOtherwiseIsTold() {
        UnaryOperator<CpuidPageEntry> wrong = entry -> switch (entry.eaxIn()) {
            case 0x1 -> new CpuidPageEntry(0x1, 0, 0, 0, 0xb00f21, entry.ebx(), entry.ecx() | 4, entry.edx());
            case 0x6 -> new CpuidPageEntry(0x6, 0, 0, 0, 0x4, 0x2, 0, 0x80000000);
            default -> entry;
        };
        try (TestMachine machine = new TestMachine(AS_IT_IS, true)
                .withCpuid(real ->
                        answering(real, real.entries().stream().map(wrong).toList()))) {
            Problem problem = refused(machine);
            assertThat(problem.code()).isEqualTo("snp.cpuid.refused");
            assertThat(problem.where()).contains("cpuid").contains("0x");
            assertThat(problem.found())
                    .startsWith("0x16 INVALID_PARAM")
                    .contains("leaf 1, subleaf 0, EAX: provided 0xb00f21, expected 0xa10f11")
                    .contains("leaf 1, subleaf 0, ECX: provided 0xf6f83207, expected 0xf6f83203")
                    .contains("leaf 6, subleaf 0, EBX: provided 0x2, expected 0x0")
                    .contains("leaf 6, subleaf 0, EDX: provided 0x80000000, expected 0x0");
            assertThat(problem.found().split("provided")).hasSize(5);
            assertThat(problem.remedy()).isNotBlank();
        }
    }

    /** A refusal for another reason is reported as it is. */
    @ParameterizedTest
    @EnumSource(names = {"INVALID_PARAM", "HWERROR_UNSAFE"})
    void otherRefusalsStayAsTheyAre(FirmwareStatus status) {
        try (TestMachine machine = new TestMachine(real -> refusing(real, status), true)) {
            LaunchContext context = machine.updated();
            assertThatExceptionOfType(SevCommandException.class)
                    .isThrownBy(() -> machine.support.finish(context, machine))
                    .matches(e -> e.firmwareStatus() == status.code());
        }
    }

    @Test
    void moreAnswersThanThereIsRoomForAreRefused() {
        List<CpuidPageEntry> many = new ArrayList<>(IntStream.range(0, 65)
                .mapToObj(i -> new CpuidPageEntry(0x40000000 + i, 0, 0, 0, 1, 0, 0, 0))
                .toList());
        try (TestMachine machine = new TestMachine(AS_IT_IS, true).withCpuid(real -> answering(real, many))) {
            assertThat(refused(machine).code()).isEqualTo("snp.cpuid.count");
            many.set(9, new CpuidPageEntry(0x40000009, 0, 0, 0, 0, 0, 0, 0));
            machine.close();
        }
        try (TestMachine machine = new TestMachine(AS_IT_IS, true).withCpuid(real -> answering(real, many))) {
            machine.support.finish(machine.updated(), machine);
            assertThat(page(machine).entries()).hasSize(64);
        }
    }

    @Test
    void aPlatformThatDoesNotTellLeavesThePageEmpty() {
        try (TestMachine machine = new TestMachine(AS_IT_IS, true).withCpuid(real -> null)) {
            machine.support.finish(machine.updated(), machine);
            assertThat(page(machine).entries()).isEmpty();
        }
    }

    private static Problem refused(TestMachine machine) {
        LaunchContext context = machine.updated();
        try {
            machine.support.finish(context, machine);
        } catch (CloisterException e) {
            return e.problem();
        }
        throw new AssertionError("the page was taken");
    }

    private static CpuidPage page(TestMachine machine) {
        InitialRange range = machine.plan.ranges().stream()
                .filter(one -> one.kind().equals(PageKind.CPUID))
                .findFirst()
                .orElseThrow();
        return CpuidPage.decode(machine.memory().guestView().read(range.gpa(), GuestMemory.PAGE), "CPUID page");
    }

    private static CpuidPageEntry leaf(CpuidPage page, int leaf, int subleaf) {
        return page.entries().stream()
                .filter(entry -> entry.eaxIn() == leaf && entry.ecxIn() == subleaf)
                .findFirst()
                .orElseThrow();
    }

    private static GuestCpuid answering(GuestCpuid real, List<CpuidPageEntry> entries) {
        return new GuestCpuid() {
            @Override
            public List<CpuidPageEntry> entries() {
                return entries;
            }

            @Override
            public Bytes corrected(long uaddr) {
                return real.corrected(uaddr);
            }
        };
    }

    private static SevChannel refusing(SevChannel real, FirmwareStatus status) {
        return new SevChannel() {
            @Override
            public <A> A execute(SevCommand<A> command) {
                if (command instanceof SnpLaunchUpdate update && update.type() == SnpPageType.CPUID) {
                    throw new SevCommandException(command.name(), 5, status.code());
                }
                return real.execute(command);
            }
        };
    }
}
