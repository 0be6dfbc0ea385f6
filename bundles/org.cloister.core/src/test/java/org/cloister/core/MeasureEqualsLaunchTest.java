// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.session.OwnerSession;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PageKind;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.owner.ExpectedMeasurement;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the owner computes is what the platform measures, whatever the guest. {@code -Dlayouts=N} makes it N guests,
 * {@code -Dseed=N} begins with that one.
 */
class MeasureEqualsLaunchTest {
    private static final int CASES = Integer.getInteger("layouts", Thorough.times(100, 300));
    private static final int LEGACY_CASES = Thorough.times(15, 40);
    private static final long FIRST_SEED = Long.getLong("seed", System.nanoTime() & 0xffffff);
    private static final List<String> PROFILES = List.of("init2", "legacy", "ec2", "ec2-2025", "gce");
    /** SEV-SNP ABI 8.17, PAGE_TYPE. */
    private static final Map<PageKind, Integer> TYPES = Map.of(
            PageKind.NORMAL, 1, PageKind.ZERO, 3, PageKind.UNMEASURED, 4, PageKind.SECRETS, 5, PageKind.CPUID, 6);

    @Test
    void everyPageOfAnSnpGuest() {
        TestBed bed = TestBed.bare();
        PageByPage platform = new PageByPage(bed.platform);
        bed.install(platform);
        bed.install(new SnpGuestSupport(), 0);
        for (int i = 0; i < CASES; i++) {
            long seed = FIRST_SEED + i;
            GuestRequest request = snp(new Random(seed));
            Bytes expected = ExpectedMeasurement.of(TestBed.SNP, request, Optional.empty())
                    .digest();
            try (Guest guest = launch(bed, request)) {
                Measurement measured = guest.report().measurement().orElseThrow();
                assertThat(measured.source()).isEqualTo(Measurement.Source.FIRMWARE);
                assertThat(platform.takeDigests())
                        .as("pages of -Dseed=%s: %s", seed, request.properties())
                        .isEqualTo(chain(guest.report().plan()));
                assertThat(measured.value())
                        .as("digest of -Dseed=%s: %s", seed, request.properties())
                        .isEqualTo(expected);
            }
        }
        assertThat(bed.usage().pages()).isZero();
    }

    /**
     * The measurement has a nonce and is made with the owner's key: it is verified, which takes the digest that the
     * owner computes.
     */
    @ParameterizedTest
    @ValueSource(strings = {"sev", "sev-es"})
    void everyLegacyGuest(String type) {
        OwnerBench bench = new OwnerBench(type);
        for (int i = 0; i < LEGACY_CASES; i++) {
            long seed = FIRST_SEED + i;
            Random random = new Random(seed);
            try (OwnerSession session = bench.session()) {
                GuestRequest request = legacy(random, new HashMap<>(bench.settings), type);
                try (Guest guest = bench.launch(request, random.nextBoolean())) {
                    assertThat(bench.verified(guest, session, request))
                            .as("-Dseed=%s: %s", seed, request.vcpus())
                            .isTrue();
                    assertThat(bench.verified(guest, session, other(request))).isFalse();
                }
            }
        }
        assertThat(bench.bed.usage().pages()).isZero();
    }

    private static Guest launch(TestBed bed, GuestRequest request) {
        return bed.launcher.launch(
                new LaunchRequest(new TypeChoice.Named(TestBed.SNP), Trust.EMULATED, request, false),
                LaunchListener.SILENT,
                Limits.NONE);
    }

    private static GuestRequest snp(Random random) {
        Map<String, String> properties = new HashMap<>();
        maybe(random, properties, "guest-features", random.nextBoolean() ? "0x1" : "0x21");
        maybe(random, properties, "profile", PROFILES.get(random.nextInt(PROFILES.size())));
        maybe(random, properties, "policy", random.nextBoolean() ? "0x30000" : "smt=off");
        if (random.nextInt(4) == 0) {
            properties.put("vcpu-signature", "0x" + Integer.toHexString(random.nextInt()));
        }
        return request(random, RandomLayout.image(random, 1), properties, 1 + random.nextInt(64));
    }

    private static GuestRequest legacy(Random random, Map<String, String> properties, String type) {
        maybe(random, properties, "profile", random.nextBoolean() ? "init2" : "legacy");
        boolean features = type.equals("sev-es") && !"legacy".equals(properties.get("profile"));
        if (features) {
            maybe(random, properties, "guest-features", random.nextBoolean() ? "0x0" : "0x20");
        }
        return request(random, RandomLayout.image(random, 16), properties, 1 + random.nextInt(16));
    }

    private static GuestRequest request(Random random, Image firmware, Map<String, String> properties, int vcpus) {
        Optional<DirectBoot> boot = random.nextBoolean() ? Optional.of(boot(random)) : Optional.empty();
        if (boot.isPresent()) {
            maybe(random, properties, "kernel-hashes", random.nextBoolean() ? "on" : "off");
        }
        List<CpuModel> models = CpuModel.all();
        return new GuestRequest(
                firmware,
                boot,
                vcpus,
                models.get(random.nextInt(models.size())).name(),
                (32L + random.nextInt(64)) << 20,
                properties);
    }

    private static DirectBoot boot(Random random) {
        StringBuilder line = new StringBuilder();
        random.ints(random.nextInt(200), ' ', 0x17f).forEach(line::appendCodePoint);
        return new DirectBoot(
                file("kernel", random),
                random.nextBoolean() ? Optional.of(file("initrd", random)) : Optional.empty(),
                line.toString());
    }

    private static Image file(String name, Random random) {
        byte[] content = new byte[1 + random.nextInt(10_000)];
        random.nextBytes(content);
        return new Image(name, Bytes.of(content));
    }

    private static void maybe(Random random, Map<String, String> properties, String name, String value) {
        if (random.nextBoolean()) {
            properties.put(name, value);
        }
    }

    /** The same guest with one bit of its firmware changed. */
    private static GuestRequest other(GuestRequest request) {
        byte[] firmware = request.firmware().content().toArray();
        firmware[0] ^= 1;
        return new GuestRequest(
                new Image("other.fd", Bytes.of(firmware)),
                request.boot(),
                request.vcpus(),
                request.vcpuType(),
                request.memory(),
                request.properties());
    }

    /** The digest after each page, by the words of SEV-SNP ABI 8.17 and nothing of the project's own. */
    private static List<Bytes> chain(LaunchPlan plan) {
        List<Bytes> digests = new ArrayList<>();
        byte[] digest = new byte[48];
        for (InitialRange range : plan.ranges()) {
            for (long at = 0; at < range.size(); at += 4096) {
                digest = sha384(pageInfo(digest, range, at));
                digests.add(Bytes.of(digest));
            }
        }
        return digests;
    }

    private static byte[] pageInfo(byte[] digest, InitialRange range, long at) {
        ByteBuffer info = ByteBuffer.allocate(0x70).order(ByteOrder.LITTLE_ENDIAN);
        info.put(digest);
        if (range.kind().equals(PageKind.NORMAL)) {
            info.put(sha384(range.content().orElseThrow().slice((int) at, 4096).toArray()));
        }
        info.putShort(0x60, (short) 0x70);
        info.put(0x62, TYPES.get(range.kind()).byteValue());
        info.putLong(0x68, range.gpa() + at);
        return info.array();
    }

    private static byte[] sha384(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-384").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
