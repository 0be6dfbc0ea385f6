// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.Expectation;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Preview;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.SendReport;
import org.cloister.api.launch.SendTarget;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code launch} with a secret: the guest pauses, its owner sees the measurement, the secret goes in, the guest goes
 * on.
 */
class LaunchSecretTest {
    private static final Bytes CODE = Bytes.ofHex("11".repeat(32));
    private static final Bytes NONCE = Bytes.ofHex("22".repeat(16));

    @TempDir
    Path folder;

    private final List<String> calls = new ArrayList<>();
    private final Terminal terminal = new Terminal();
    private boolean refuses;
    private LaunchRequest asked;

    /** Launches what its superior would, and lets the guest be handed a secret. */
    private final class Launcher implements GuestLauncher {
        private final FakeLauncher real = new FakeLauncher();

        @Override
        public Selection select(LaunchRequest request) {
            return real.select(request);
        }

        @Override
        public boolean offers(Candidate candidate, Class<? extends GuestCapability> capability) {
            return capability == SecretInjection.class || real.offers(candidate, capability);
        }

        @Override
        public Preview preview(LaunchRequest request) {
            return real.preview(request);
        }

        @Override
        public Guest launch(LaunchRequest request, LaunchListener listener, Limits limits) {
            asked = request;
            return new PausedGuest(real.launch(request, listener, limits));
        }

        @Override
        public Guest receive(ReceiveSource source, LaunchListener listener, Limits limits) {
            return real.receive(source, listener, limits);
        }

        @Override
        public Optional<Expectation> expect(GuestType type, GuestRequest request) {
            return real.expect(type, request);
        }

        @Override
        public List<Guest> guests() {
            return real.guests();
        }
    }

    private record Injected(Bytes header, Bytes payload, OptionalLong gpa) {}

    private Injected injected;

    /** A guest that remembers what was done to it. */
    private final class PausedGuest implements Guest {
        private final Guest real;

        PausedGuest(Guest real) {
            this.real = real;
        }

        @Override
        public String id() {
            return real.id();
        }

        @Override
        public GuestType type() {
            return real.type();
        }

        @Override
        public GuestState state() {
            return calls.contains("proceed") ? GuestState.RUNNING : GuestState.PAUSED;
        }

        @Override
        public LaunchReport report() {
            LaunchReport report = real.report();
            Measurement measured =
                    new Measurement("HMAC-SHA-256", CODE, Measurement.Source.FIRMWARE, Optional.of(NONCE));
            return new LaunchReport(
                    report.selection(),
                    report.vmm(),
                    report.trust(),
                    report.plan(),
                    Optional.of(measured),
                    report.steps());
        }

        @Override
        public GuestStatus status() {
            return real.status();
        }

        @Override
        public GuestMemory memory() {
            return real.memory();
        }

        @Override
        public Optional<Executor> executor() {
            return real.executor();
        }

        @Override
        public Optional<String> whyNotExecuted() {
            return real.whyNotExecuted();
        }

        @Override
        public void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits) {
            calls.add(terminal.err().contains("measurement: ") ? "inject" : "inject unseen");
            injected = new Injected(header, payload, gpa);
            if (refuses) {
                throw Problem.operation("test.refused", "BAD_MEASUREMENT").exception();
            }
        }

        @Override
        public SendReport send(SendTarget target, boolean keep, LaunchListener listener, Limits limits) {
            return real.send(target, keep, listener, limits);
        }

        @Override
        public PlatformFacts platform() {
            return real.platform();
        }

        @Override
        public Map<String, String> properties() {
            return real.properties();
        }

        @Override
        public Bytes attestationReport(Bytes nonce, Limits limits) {
            return real.attestationReport(nonce, limits);
        }

        @Override
        public Evidence attest(Bytes reportData, Limits limits) {
            return real.attest(reportData, limits);
        }

        @Override
        public Bytes debugRead(long gpa, int length, Limits limits) {
            return real.debugRead(gpa, length, limits);
        }

        @Override
        public void debugWrite(long gpa, Bytes plaintext, Limits limits) {
            real.debugWrite(gpa, plaintext, limits);
        }

        @Override
        public void reset(Limits limits) {
            real.reset(limits);
        }

        @Override
        public void proceed(Limits limits) {
            calls.add("proceed");
        }

        @Override
        public void close() {
            calls.add("close");
            real.close();
        }
    }

    private int run(String... options) throws IOException {
        Files.write(folder.resolve("header"), Base64.getEncoder().encode(new byte[52]));
        Files.write(folder.resolve("secret"), new byte[16]);
        Stream<String> usual = Stream.of("launch", "--secret-header", "header", "--secret", "secret");
        return terminal.folder(folder)
                .launcher(new Launcher())
                .run(Stream.concat(usual, Arrays.stream(options)).toArray(String[]::new));
    }

    @Test
    void secretGoesInBetweenMeasurementAndFinish() throws IOException {
        assertThat(run("--secret-gpa", "0x1000")).as(terminal::err).isZero();
        assertThat(asked.paused()).isTrue();
        assertThat(calls).containsExactly("inject", "proceed", "close");
        assertThat(injected)
                .isEqualTo(new Injected(Bytes.of(new byte[52]), Bytes.of(new byte[16]), OptionalLong.of(0x1000)));
        byte[] answer = Bytes.ofHex(CODE.hex() + NONCE.hex()).toArray();
        assertThat(terminal.err())
                .contains("measurement: " + Base64.getEncoder().encodeToString(answer));
        assertThat(terminal.out()).contains("running").contains(CODE.hex());
    }

    /** API and build are in the code of a measurement: verify measurement asks for them. */
    @Test
    void t4OwnersAreToldTheFirmwareThatMeasured() throws IOException {
        terminal.processor(new Processor());
        assertThat(run()).as(terminal::err).isZero();
        assertThat(terminal.err()).contains("SEV API: 1.55 build 21, policy 0x30000");
        assertThat(terminal.out()).containsPattern("SEV API +1\\.55 build 21");
    }

    private static final class Processor implements SecureProcessor, PlatformChannel {
        @Override
        public String platform() {
            return "softsev";
        }

        @Override
        public Trust trust() {
            return Trust.EMULATED;
        }

        @Override
        public <T> Optional<T> adapt(Class<T> type) {
            return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
        }

        @Override
        @SuppressWarnings("unchecked") // One command is asked
        public <A> A execute(PlatformCommand<A> command) {
            return (A) new PlatformStatus(1, 55, 21, 1, 0, 1);
        }
    }

    @Test
    void secretThatIsRefusedEndsTheGuest() throws IOException {
        refuses = true;
        assertThat(run()).isEqualTo(1);
        assertThat(calls).containsExactly("inject", "close");
        assertThat(terminal.err()).contains("BAD_MEASUREMENT", "this launch ends its guest");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void addressThatIsNoneIsRefusedBeforeTheSecretIsRead() throws IOException {
        assertThat(run("--secret-gpa", "here")).isEqualTo(2);
        assertThat(calls).doesNotContain("inject");
        assertThat(terminal.err()).contains("--secret-gpa");
    }
}
