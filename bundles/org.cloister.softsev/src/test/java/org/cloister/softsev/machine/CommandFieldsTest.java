// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.INIT;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.START;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.util.Optional;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.FeatureInfo;
import org.cloister.softsev.model.OtherPlatforms;
import org.cloister.softsev.model.PolicyLimits;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of single fields that kernel or firmware refuse; afterwards the same command with good values is done. */
class CommandFieldsTest {
    private final LaunchFixture bench = new LaunchFixture();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0x1, 0, 0, vmsa_features",
        "0x2, 0, 0, vmsa_features",
        "0x8000000000000000, 0, 0, vmsa_features",
        "0, 1, 0, flags",
        "0, 0, 3, ghcb_version",
        "0, 0, 65535, ghcb_version"
    })
    void init2(String features, int flags, int ghcb, String field) {
        SevInit2 bad = new SevInit2(Long.parseUnsignedLong(features.replace("0x", ""), 16), flags, ghcb);
        assertThat(refused(Errno.EINVAL, () -> bench.channel.execute(bad)))
                .hasMessageContaining(field)
                .hasMessageContaining("INIT2");
        assertThat(bench.processor.asids()).isZero();
        bench.channel.execute(new SevInit2(0x20, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0x10000, 0x70000, 0x230000, 0x4030000, 1L << 63 | 0x30000, 0})
    void policyThatLinuxRefuses(long policy) {
        bench.channel.execute(INIT);
        assertThat(refused(Errno.EINVAL, () -> bench.channel.execute(LaunchFixture.startWith(policy))))
                .hasMessageContaining("policy");
        assertThat(bench.processor.guests()).isZero();
        bench.channel.execute(START);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x30138, 0x30200})
    void policyThatTheFirmwareRefuses(long policy) {
        bench.channel.execute(INIT);
        refused(FirmwareStatus.POLICY_FAILURE, () -> bench.channel.execute(LaunchFixture.startWith(policy)));
        assertThat(bench.processor.guests()).isZero();
        bench.channel.execute(LaunchFixture.startWith(0x1b0137));
    }

    /** Policies that one platform takes and another does not: what it has on, and what its firmware offers. */
    @ParameterizedTest
    @CsvSource({
        "true,  1, 0x3,  0x20000,   5/07",
        "false, 1, 0x3,  0x20000,   done",
        "true,  2, 0x3,  0x130000,  5/07",
        "true,  1, 0x3,  0x130000,  done",
        "true,  1, 0x3,  0x230000,  22/-",
        "true,  1, 0x23, 0x230000,  done",
        "true,  1, 0x13, 0x430000,  done",
        "true,  1, 0x7,  0x830000,  done",
        "true,  1, 0xb,  0x1030000, done",
        "true,  1, 0xb,  0x830000,  22/-",
        "true,  1, 0x3f, 0x1e30000, done",
        "true,  1, 0x3f, 0x2030000, 22/-"
    })
    void policyThatThePlatformDecides(boolean smt, int sockets, String features, String policy, String expected) {
        PolicyLimits limits = new PolicyLimits(smt, sockets, FeatureInfo.withFeatures(Integer.decode(features)));
        SoftProcessor processor = new SoftProcessor(OtherPlatforms.with(limits));
        try (LaunchFixture other = new LaunchFixture(processor, 1)) {
            other.channel.execute(INIT);
            SnpLaunchStart start = LaunchFixture.startWith(Long.decode(policy));
            switch (expected) {
                case "done" -> other.channel.execute(start);
                case "22/-" -> refused(Errno.EINVAL, () -> other.channel.execute(start));
                default -> refused(FirmwareStatus.POLICY_FAILURE, () -> other.channel.execute(start));
            }
            assertThat(processor.guests()).isEqualTo(expected.equals("done") ? 1 : 0);
        }
    }

    @Test
    void startFlags() {
        bench.channel.execute(INIT);
        SnpLaunchStart bad = new SnpLaunchStart(START.policy(), START.gosvw(), 1);
        refused(Errno.EINVAL, () -> bench.channel.execute(bad));
        bench.channel.execute(START);
    }

    @ParameterizedTest
    @CsvSource({
        "0,      0x0,   -1,   NORMAL, 0",
        "0,      0x0,   4095, NORMAL, 0",
        "0,      0x0,   4096, NORMAL, 1",
        "0,      0x0,   4096, VMSA,   0",
        "0,      0x10,  4096, NORMAL, 0",
        "0x100,  0x0,   4096, NORMAL, 0",
        "-1,     0x0,   4096, NORMAL, 0",
        "0x7fffffffffffffff, 0x0, 4096, NORMAL, 0"
    })
    void updateThatIsInvalid(String gfn, String shift, long length, SnpPageType type, int flags) {
        bench.start();
        bench.turn(0, PAGE);
        long source = bench.address(0) + Long.decode(shift);
        Bytes before = bench.digest();
        SnpLaunchUpdate bad = new SnpLaunchUpdate(Long.decode(gfn), source, length, type, flags);
        refused(Errno.EINVAL, () -> bench.channel.execute(bad));
        assertThat(bench.digest()).isEqualTo(before);
        bench.channel.execute(bench.update(SnpPageType.NORMAL, 0, PAGE));
    }

    @Test
    void updateFromNowhere() {
        bench.start();
        bench.turn(0, PAGE);
        for (long source : new long[] {0, PAGE, bench.address(0) + (1 << 20), Long.MIN_VALUE}) {
            SnpLaunchUpdate bad = new SnpLaunchUpdate(0, source, PAGE, SnpPageType.NORMAL, 0);
            refused(FirmwareStatus.SUCCESS, () -> bench.channel.execute(bad));
        }
        SnpLaunchUpdate nothing = new SnpLaunchUpdate(0, bench.address(0), 0, SnpPageType.NORMAL, 0);
        refused(FirmwareStatus.SUCCESS, () -> bench.channel.execute(nothing));
        SnpLaunchUpdate zero = new SnpLaunchUpdate(0, 1, PAGE, SnpPageType.ZERO, 0);
        assertThat(bench.channel.execute(zero).length())
                .as("zeros need no source")
                .isZero();
    }

    @Test
    void cpuidPageWithTooManyEntries() {
        bench.start();
        bench.stage(0, Bytes.ofHex("41" + "00".repeat(PAGE - 1)));
        assertThat(refused(
                        FirmwareStatus.INVALID_PARAM,
                        () -> bench.channel.execute(bench.update(SnpPageType.CPUID, 0, PAGE))))
                .hasMessageContaining("65 entries");
        assertThat(bench.put(SnpPageType.CPUID, PAGE, Bytes.ofHex("40" + "00".repeat(PAGE - 1)))
                        .length())
                .isZero();
    }

    @Test
    void finishFlags() {
        bench.start();
        SnpLaunchFinish bad = new SnpLaunchFinish(Optional.empty(), false, false, FINISH.hostData(), 1);
        refused(Errno.EINVAL, () -> bench.channel.execute(bad));
        bench.channel.execute(FINISH);
    }
}
