// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SnpLaunchUpdate.Rest;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnpLaunchTest {
    private static final SnpPageType[] TYPES = {
        SnpPageType.NORMAL, SnpPageType.ZERO, SnpPageType.UNMEASURED, SnpPageType.SECRETS, SnpPageType.CPUID
    };

    private final LaunchFixture bench = LaunchFixture.started(new SoftProcessor(PlatformSettings.DEFAULT), 1);

    @AfterEach
    void close() {
        bench.close();
    }

    /** Digests of one page after 48 zeros, from an independent implementation of the measurement. */
    @ParameterizedTest
    @CsvSource({
        "ZERO,0x0,70c0ecaab9608f14ebf8ac6f0f07bcd8728f4e2ab30382b539b4de4de904ca9f8ebdf4b2cd3cd84dd996bd55dd794676",
        "NORMAL,0xfffff000,46c510442a54cc32344cef32e14dc3d6312fc4a010780dd11fd33204df5550590356b069e6c6ca5bbfca71561f370399",
        "UNMEASURED,0x1000,81475a112c0223cebe1ccb31a0aa2567772871200b33515a3cbbd5ed6a68a8e630902dd83469ea6553554bfb67111fad"
    })
    void measuresAsOthersDo(SnpPageType type, String gpa, String digest) {
        bench.put(type, Long.decode(gpa), Bytes.of(new byte[PAGE]));
        assertThat(bench.digest().hex()).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void measuresRandomLayouts(long seed) {
        Random random = new Random(seed);
        LaunchDigest expected = new LaunchDigest();
        for (long gpa = 0; gpa < 64 * PAGE; ) {
            SnpPageType type = TYPES[random.nextInt(TYPES.length)];
            Bytes content = content(random, type);
            assertThat(bench.put(type, gpa, content).length()).isZero();
            expected.extend(type, gpa, content);
            gpa += content.length() + (long) random.nextInt(3) * PAGE;
        }
        assertThat(bench.digest()).isEqualTo(expected.value());
    }

    @Test
    void showsEachSideItsOwn() {
        Bytes content = random(9, 3 * PAGE);
        bench.put(SnpPageType.NORMAL, PAGE, content);
        assertThat(bench.machine.memory().guestView().read(PAGE, 3 * PAGE)).isEqualTo(content);
        for (int page = 0; page < 3; page++) {
            assertThat(bench.hostView((page + 1L) * PAGE)).isNotEqualTo(content.slice(page * PAGE, PAGE));
        }
    }

    @Test
    void equalPagesDifferByPlaceAndByGuest() {
        Bytes content = random(1, PAGE);
        bench.put(SnpPageType.NORMAL, 0, content);
        bench.put(SnpPageType.NORMAL, PAGE, content);
        try (LaunchFixture other = LaunchFixture.started(bench.processor, 1)) {
            other.put(SnpPageType.NORMAL, 0, content);
            assertThat(other.guestView(0)).isEqualTo(content);
            assertThat(bench.hostView(0)).isNotEqualTo(bench.hostView(PAGE)).isNotEqualTo(other.hostView(0));
        }
    }

    @Test
    void takesAWholeRangeAndSaysThatNothingIsLeft() {
        Rest rest = bench.put(SnpPageType.NORMAL, 0, random(2, 4 * PAGE));
        assertThat(rest).isEqualTo(new Rest(4, bench.address(0) + 4 * PAGE, 0));
    }

    @Test
    void stopsBeforeAPageThatFailsAndSaysWhatIsLeft() {
        bench.put(SnpPageType.NORMAL, 2 * PAGE, random(3, PAGE));
        Bytes before = bench.digest();
        bench.stage(0, random(4, 2 * PAGE));
        Rest rest = bench.channel.execute(bench.update(SnpPageType.NORMAL, 0, 4 * PAGE));
        assertThat(rest).isEqualTo(new Rest(2, bench.address(2 * PAGE), 2 * PAGE));
        assertThat(bench.digest())
                .isEqualTo(new LaunchDigest(before)
                        .extend(SnpPageType.NORMAL, 0, random(4, 2 * PAGE))
                        .value());
        refused(
                FirmwareStatus.SUCCESS,
                () -> bench.channel.execute(bench.update(SnpPageType.NORMAL, 2 * PAGE, 2 * PAGE)));
    }

    @Test
    void stopsAtTheEndOfARegion() {
        long last = (1 << 20) - PAGE;
        bench.turn(last, PAGE);
        Rest rest = bench.channel.execute(bench.update(SnpPageType.ZERO, last, 3 * PAGE));
        assertThat(rest).isEqualTo(new Rest(0x100, bench.address(last), 2 * PAGE));
    }

    @Test
    void fillsTheSecretsPage() {
        bench.put(SnpPageType.SECRETS, 0x80000, random(5, PAGE));
        bench.put(SnpPageType.SECRETS, 0x81000, random(6, PAGE));
        Bytes page = bench.guestView(0x80000);
        assertThat(page.slice(0, 0x20).hex())
                .isEqualTo("0300000000000000" + "110fa10000000000" + "000102030405060708090a0b0c0d0e0f");
        for (int key = 0; key < 4; key++) {
            assertThat(page.slice(0x20 + key * 32, 32).isZero()).isFalse();
        }
        assertThat(page.slice(0xa0, 0xc0).isZero()).isTrue();
        assertThat(page.slice(0x160, 4).hex()).as("TSC_FACTOR").isEqualTo("c8000000");
        assertThat(page.slice(0x164, PAGE - 0x164).isZero()).isTrue();
        assertThat(bench.guestView(0x81000)).as("one guest has one set of keys").isEqualTo(page);
        assertThat(bench.hostView(0x80000).slice(0x20, 128)).isNotEqualTo(page.slice(0x20, 128));
    }

    @Test
    void keepsTheCpuidPageAsGiven() {
        Bytes cpuid = content(new Random(7), SnpPageType.CPUID);
        bench.put(SnpPageType.CPUID, 0, cpuid);
        assertThat(bench.guestView(0).slice(0, 64)).isEqualTo(cpuid.slice(0, 64));
    }

    @Test
    void dropsPlaintextThatNoUpdateTook() {
        bench.stage(0, random(8, PAGE));
        bench.channel.execute(FINISH);
        assertThat(bench.processor.pages()).as("the VMSA alone").isOne();
        bench.machine.adapt(PageStateChanges.class).orElseThrow().pvalidate(0, false, true);
        assertThat(bench.guestView(0).isZero()).isTrue();
    }

    @Test
    void tellsNoDigestBeforeTheStart() {
        try (LaunchFixture fresh = new LaunchFixture()) {
            assertThatExceptionOfType(CloisterException.class).isThrownBy(fresh::digest);
        }
    }

    @Test
    void offersItsChannelsAndNothingElse() {
        assertThat(bench.machine.adapt(SevChannel.class)).containsSame(bench.channel);
        assertThat(bench.machine.adapt(PlatformUsage.class)).isEmpty();
        assertThat(bench.machine.executor()).isEmpty();
    }

    /**
     * Contents that the firmware takes: of a CPUID page it looks at its head, and at leaves that are not the
     * hypervisor's.
     */
    private static Bytes content(Random random, SnpPageType type) {
        byte[] bytes = new byte[(1 + random.nextInt(3)) * PAGE];
        random.nextBytes(bytes);
        for (int at = 0; type == SnpPageType.CPUID && at < bytes.length; at += PAGE) {
            ByteBuffer page = ByteBuffer.wrap(bytes, at, PAGE).slice().order(ByteOrder.LITTLE_ENDIAN);
            page.putInt(0, 17).putInt(4, 0).putLong(8, 0);
            for (int entry = 0; entry < 17; entry++) {
                page.putInt(16 + 48 * entry, 0x40000000 + entry);
            }
        }
        return Bytes.of(bytes);
    }

    private static Bytes random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
