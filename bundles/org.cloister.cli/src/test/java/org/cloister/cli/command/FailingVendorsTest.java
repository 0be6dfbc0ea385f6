// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Trust;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.EvidenceFormat;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.guard.AskedEvidenceFormat;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.guard.VendorService;
import org.cloister.cli.report.ClaimedEvidence;
import org.cloister.cli.testing.FailingVendor;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Terminal;
import org.cloister.testing.WayToFail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vendors' services that fail, in each method and each way at once, beside one that does not: commands go on with that,
 * and name each of the others.
 */
class FailingVendorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final WayToFail[] WAYS = WayToFail.values();

    private final CountDownLatch released = new CountDownLatch(1);

    @TempDir
    Path folder;

    private Terminal terminal;

    @AfterEach
    void release() {
        released.countDown();
    }

    private <S> void register(String failing, Class<S> type, Consumer<VendorService<S>> registry) {
        for (WayToFail way : WAYS) {
            registry.accept(new FailingVendor(way, failing, released).service(type, PATIENCE));
        }
    }

    private void eachIsNamed(String method) {
        assertThat(terminal.err())
                .contains(Arrays.stream(WAYS)
                        .map(way -> "note: passed over: " + FailingVendor.said(way, method))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"getService", "types", "probe"})
    void aHostIsJudgedByTheOtherProbes(String method) {
        terminal = new Terminal().folder(folder).host(new ProbeTest.OneFile());
        register(method, CapabilityProbe.class, terminal::probe);
        terminal.probe(new ProbeTest.TwoTypes());
        assertThat(terminal.run("probe")).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("weak    yes").doesNotContain("evil");
        eachIsNamed(method);
    }

    @Test
    void whereTheOnlyProbeFailsThatIsTheReason() {
        terminal = new Terminal().folder(folder).host(new ProbeTest.OneFile());
        terminal.probe(new FailingVendor(WayToFail.ERROR, "probe", released).service(CapabilityProbe.class, PATIENCE));
        assertThat(terminal.run("probe")).isNotZero();
        assertThat(terminal.err()).contains(FailingVendor.said(WayToFail.ERROR, "probe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"getService", "trust"})
    void aPlatformAnswersBesideOthers(String method) {
        terminal = new Terminal().folder(folder);
        register(method, SecureProcessor.class, terminal::processor);
        terminal.processor(new Healthy());
        assertThat(terminal.run("platform", "status", "--platform", "emulated"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("1.55");
        eachIsNamed(method);
    }

    @ParameterizedTest
    @EnumSource
    void aPlatformThatFailsItselfIsNamed(WayToFail way) {
        terminal = new Terminal().folder(folder);
        terminal.processor(new FailingVendor(way, "adapt", released).service(SecureProcessor.class, PATIENCE));
        assertThat(terminal.run("platform", "status", "--platform", "emulated")).isNotZero();
        assertThat(terminal.err()).contains(FailingVendor.said(way, "adapt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"getService", "trust", "platform", "adapt", "execute"})
    void aGuestIsLaunchedAndMonitoredBesideFailingPlatforms(String method) {
        FakeLauncher launcher = new FakeLauncher();
        launcher.executor = (console, limits) -> new Executor.End(Executor.Reason.SHUTDOWN, "");
        terminal = new Terminal().folder(folder).launcher(launcher);
        register(
                method,
                SecureProcessor.class,
                service -> terminal.processor(new AskedProcessor(service, PATIENCE.multipliedBy(2))));
        terminal.processor(new Healthy());
        assertThat(terminal.run(
                        "launch", "--platform", "emulated", "--qmp", "unix:" + folder.resolve("q"), "--execute"))
                .as(terminal.err())
                .isZero();
        eachIsNamed(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"getService", "name"})
    void evidenceIsReadByTheFormatThatAnswers(String method) {
        terminal = new Terminal();
        register(method, EvidenceFormat.class, terminal::evidenceFormat);
        terminal.evidenceFormat(VendorService.of("com.example.good", Quote::new, VendorService.PATIENCE));
        assertThat(read().claims()).isEqualTo(Map.of("svn", "7"));
        eachIsNamed(method);
    }

    @ParameterizedTest
    @EnumSource
    void evidenceThatItsFormatFailsToReadIsNotRead(WayToFail way) {
        terminal = new Terminal();
        terminal.evidenceFormat(new FailingVendor(way, "claims", released).service(EvidenceFormat.class, PATIENCE));
        assertThat(read().unread())
                .hasValueSatisfying(why -> assertThat(why).startsWith(FailingVendor.said(way, "claims")));
    }

    private ClaimedEvidence read() {
        List<AskedEvidenceFormat> readers = terminal.context().services().evidenceFormats();
        Evidence evidence = new Evidence(Bytes.ofHex("00"), Bytes.EMPTY, "quote");
        return ClaimedEvidence.of(evidence, readers, NoteLine.passedOver(terminal.context()));
    }

    private static final class Quote implements EvidenceFormat {
        @Override
        public String name() {
            return "quote";
        }

        @Override
        public Map<String, String> claims(Evidence evidence) {
            return Map.of("svn", "7");
        }
    }

    /** A platform of a vendor's that answers. */
    private static final class Healthy implements SecureProcessor, PlatformChannel {
        @Override
        public String platform() {
            return "healthy";
        }

        @Override
        public Trust trust() {
            return Trust.EMULATED;
        }

        @Override
        public <T> Optional<T> adapt(Class<T> channel) {
            return channel.isInstance(this) ? Optional.of(channel.cast(this)) : Optional.empty();
        }

        @Override
        @SuppressWarnings("unchecked") // each command says what it answers
        public <A> A execute(PlatformCommand<A> command) {
            if (command instanceof PdhCertExport) {
                return (A) new PdhCertExport.Certificates(Blob.ofLength(4), Blob.ofLength(8));
            }
            return (A) new PlatformStatus(1, 55, 21, 1, 0x100, 3);
        }
    }
}
