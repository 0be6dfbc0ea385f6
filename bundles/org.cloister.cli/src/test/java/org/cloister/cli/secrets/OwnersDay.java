// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.secrets;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.testing.Terminal;
import org.cloister.core.LaunchBed;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;

/**
 * A process in which an owner makes a session, verifies a launch and hands in a secret, a guest derives a key, and
 * everything is closed. It leaves in its folder the secrets that there were, and a dump of its heap.
 */
final class OwnersDay {
    static final String DUMP = "heap.hprof";
    static final String STATE = "state";
    /** A key with which Java alone encrypted as often as the owner and the processor do with the TEK. */
    static final String COUNTER = "control-ctr.bin";
    /** A key with which Java alone sealed and opened as often as a guest and the processor do for one request. */
    static final String GALOIS = "control-gcm.bin";
    /** A key of which Java's own key class keeps a copy. */
    static final String SPEC = "control-spec.bin";

    private static final String DISK = "736869e5-84f0-4973-92ec-06879ce3da0b";

    private final Path folder;

    private OwnersDay(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        new OwnersDay(Path.of(arguments[0])).pass();
    }

    private void pass() throws IOException, GeneralSecurityException {
        long before;
        try (Platform platform = new Platform(folder)) {
            platform.terminal("platform", "export", "--platform", "emulated", "--out", "offer");
            // A collection during the rest would hide what was left behind
            System.gc();
            before = collections();
            platform.terminal(
                    "session",
                    "create",
                    "--pdh",
                    "offer/pdh.cert",
                    "--chain",
                    "offer",
                    "--trust-root",
                    "offer/ask_ark.cert",
                    "--policy",
                    "0x1",
                    "--out",
                    ".");
            ownedGuest(platform);
            new AskingGuest(platform.sev).deriveKey(this::note);
        }
        controls();
        if (collections() != before) {
            throw new IllegalStateException("the heap is too small: there was a collection, which hides copies");
        }
        HeapDump.write(folder.resolve(DUMP));
    }

    private void ownedGuest(Platform platform) throws IOException {
        Map<String, String> settings = Map.of(
                "policy",
                "0x1",
                "dh-cert",
                text("vm_godh.b64").strip(),
                "session",
                text("vm_session.b64").strip());
        GuestRequest wanted =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 64 << 20, settings);
        LaunchRequest request =
                new LaunchRequest(new TypeChoice.Named(new GuestType("sev")), Trust.EMULATED, wanted, true);
        try (Guest guest = platform.launcher.launch(request, LaunchListener.SILENT, Limits.NONE)) {
            String measured = measured(guest.report().measurement().orElseThrow());
            platform.terminal(
                    "verify",
                    "measurement",
                    "--measurement",
                    measured,
                    "--tik",
                    "vm_tik.bin",
                    "--policy",
                    "0x1",
                    "--api-major",
                    "1",
                    "--api-minor",
                    "55",
                    "--build-id",
                    "40");
            platform.terminal(
                    "secret",
                    "pack",
                    "--tik",
                    "vm_tik.bin",
                    "--tek",
                    "vm_tek.bin",
                    "--measurement",
                    measured,
                    "--api",
                    "1.55",
                    "--secret",
                    DISK + ":passphrase",
                    "--header",
                    "header.b64",
                    "--payload",
                    "payload.b64");
            guest.injectSecret(base64("header.b64"), base64("payload.b64"), OptionalLong.empty(), Limits.NONE);
            guest.proceed(Limits.NONE);
        }
    }

    private static String measured(Measurement measurement) {
        byte[] both = Arrays.copyOf(measurement.value().toArray(), 48);
        measurement.nonce().orElseThrow().copyTo(0, both, 32, 16);
        return Base64.getEncoder().encodeToString(both);
    }

    private void controls() throws IOException, GeneralSecurityException {
        byte[] counter = BareJava.random(16);
        BareJava.counterMode(counter, 2);
        note(COUNTER, counter);
        byte[] galois = BareJava.random(32);
        BareJava.galoisMode(galois, 2);
        note(GALOIS, galois);
        byte[] spec = BareJava.random(32);
        BareJava.specMac(spec);
        note(SPEC, spec);
    }

    /** Writes a secret down for the test, and wipes it. */
    private void note(String name, byte[] secret) throws IOException {
        try (FileChannel file =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private Bytes base64(String name) throws IOException {
        return Bytes.of(Base64.getMimeDecoder().decode(text(name)));
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** The platform in software, its launcher, and a terminal before them. */
    private static final class Platform implements AutoCloseable {
        final SoftSev sev;
        final GuestLauncher launcher;
        private final Path folder;

        Platform(Path folder) {
            this.folder = folder;
            sev = new SoftSev(PlatformSettings.DEFAULT, Optional.of(folder.resolve(STATE)));
            launcher = LaunchBed.of(sev);
        }

        void terminal(String... words) {
            Terminal terminal = new Terminal().folder(folder).launcher(launcher).processor(sev);
            if (terminal.run(words) != 0) {
                throw new IllegalStateException(List.of(words) + ": " + terminal.err() + terminal.out());
            }
        }

        @Override
        public void close() {
            sev.close();
        }
    }
}
