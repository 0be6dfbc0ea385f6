// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.SendReport;
import org.cloister.api.launch.SendTarget;
import org.cloister.api.launch.TypeChoice;
import org.cloister.benchmarks.swap.Host;
import org.osgi.framework.Constants;

/**
 * Guests of SEV and SEV-ES whose memory is full, through the launcher: written away by one thread, and moved to another
 * platform of the same process, beside AES-CTR and HMAC over as many pages on one thread in the same run. What arrives
 * has to be what was sent.
 */
public final class Moves {
    private static final int ROUNDS = 5;
    private static final int PAGE = 4096;
    private static final int PIECE = 1 << 20;
    private static final byte[] KEY = new byte[16];

    private final GuestLauncher here;
    private final GuestLauncher there;
    private final long memory;

    private Moves(GuestLauncher here, GuestLauncher there, long memory) {
        this.here = here;
        this.there = there;
        this.memory = memory;
    }

    /**
     * Runs it and prints the figures. The arguments are the folder of the bundles and sizes of guests in MiB; vCPUs are
     * 16 from 1024 MiB on, else 1.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("cloister-moves-");
        try (Host first = host(arguments[0], folder.resolve("first"));
                Host second = host(arguments[0], folder.resolve("second"))) {
            GuestLauncher here = first.service(GuestLauncher.class);
            GuestLauncher there = second.service(GuestLauncher.class);
            for (int i = 1; i < arguments.length; i++) {
                Moves moves = new Moves(here, there, Long.parseLong(arguments[i]) << 20);
                moves.measure("sev");
                moves.measure("sev-es");
            }
        } finally {
            Guests.delete(folder);
        }
    }

    private static Host host(String bundles, Path storage) throws Exception {
        return Host.start(Path.of(bundles), Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
    }

    private void measure(String type) throws Exception {
        List<Double> sends = new ArrayList<>();
        List<Double> moves = new ArrayList<>();
        List<Double> downtimes = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Guest guest = launch(type);
            fill(guest, round);
            Bytes before = digest(guest);
            double raw = raw();
            sends.add(seconds(guest.send(new Away(), true, LaunchListener.SILENT, Limits.NONE)) / raw);
            Target target = new Target();
            SendReport moved = guest.send(target, false, LaunchListener.SILENT, Limits.NONE);
            try (Guest arrived = target.arrived.get()) {
                if (!digest(arrived).equals(before)) {
                    throw new IllegalStateException("what arrived is not what was sent");
                }
            }
            moves.add(seconds(moved) / raw);
            downtimes.add(moved.downtime().toNanos() / 1e6);
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d MiB, %d vCPUs: the rate of AES-CTR and HMAC times %.2f written away, %.2f moved;"
                        + " downtime %.1f ms (%.1f to %.1f); medians of %d%n",
                type,
                memory >> 20,
                vcpus(),
                1 / median(sends),
                1 / median(moves),
                median(downtimes),
                downtimes.stream().min(Double::compare).orElseThrow(),
                downtimes.stream().max(Double::compare).orElseThrow(),
                ROUNDS);
    }

    private int vcpus() {
        return memory >= 1L << 30 ? 16 : 1;
    }

    private Guest launch(String type) {
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), vcpus(), "EPYC-v4", memory, Map.of());
        return here.launch(
                new LaunchRequest(new TypeChoice.Named(new GuestType(type)), Trust.EMULATED, request, false),
                LaunchListener.SILENT,
                Limits.NONE);
    }

    private void fill(Guest guest, int seed) {
        Random random = new Random(seed);
        byte[] piece = new byte[PIECE];
        for (long gpa = 0; gpa < memory; gpa += PIECE) {
            random.nextBytes(piece);
            guest.memory().guestView().write(gpa, Bytes.of(piece));
        }
    }

    private Bytes digest(Guest guest) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long gpa = 0; gpa < memory; gpa += PIECE) {
            guest.memory().guestView().read(gpa, PIECE).digestTo(digest, 0, PIECE);
        }
        return Bytes.wrap(digest.digest());
    }

    /** Seconds for the cost that cannot be avoided: each page encrypted and authenticated once. */
    private double raw() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] page = new byte[PAGE];
        SecretKeySpec key = new SecretKeySpec(KEY, "AES");
        long from = System.nanoTime();
        for (long gpa = 0; gpa < memory; gpa += PAGE) {
            byte[] iv = ByteBuffer.allocate(16).putLong(gpa).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            page[0] = mac.doFinal(cipher.doFinal(page))[0];
        }
        return (System.nanoTime() - from) / 1e9;
    }

    private static double seconds(SendReport sent) {
        return sent.total().toNanos() / 1e9;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** A snapshot that nobody keeps. */
    private static final class Away implements SendTarget {
        @Override
        public Optional<Bytes> receiver(Bytes beginning) {
            return Optional.empty();
        }

        @Override
        public OutputStream open() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void complete() {}

        @Override
        public void released() {}
    }

    /** The other platform, which receives in a thread of its own. */
    private final class Target implements SendTarget {
        private final Conversation conversation;
        private final OutputStream out;
        final CompletableFuture<Guest> arrived;

        Target() throws IOException {
            conversation = new Conversation();
            out = new BufferedOutputStream(conversation.out(), PIECE);
            arrived = CompletableFuture.supplyAsync(
                    () -> there.receive(conversation, LaunchListener.SILENT, Limits.NONE),
                    task -> new Thread(task).start());
            arrived.whenComplete((guest, failure) -> {
                if (failure != null) {
                    conversation.fail(failure);
                }
            });
        }

        @Override
        public Optional<Bytes> receiver(Bytes beginning) throws IOException {
            beginning.writeTo(out);
            out.flush();
            return Optional.of(conversation.identity());
        }

        @Override
        public OutputStream open() {
            return out;
        }

        @Override
        public void complete() throws IOException {
            out.flush();
            conversation.allThere();
        }

        @Override
        public void released() {
            conversation.release();
            arrived.join();
        }
    }
}
