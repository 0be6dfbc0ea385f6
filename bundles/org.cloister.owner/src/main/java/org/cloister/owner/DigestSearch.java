package org.cloister.owner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.cpu.Monitor;
import org.cloister.amd.cpu.Profile;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.VcpuState;

/**
 * Finds how a guest was launched from the digest that was observed: profile, processor model and count, guest features, and whether the
 * kernel is measured. The firmware, and a kernel when there is one, have to be known.
 *
 * <p>Digests of one profile share what comes before the processors, which is hashed once; each further processor is one step.
 */
public final class DigestSearch {
    private static final List<Long> SNP_FEATURES = List.of(0x1L, 0x21L, 0x9L, 0x5L, 0x201L, 0x221L);
    private static final List<Long> ES_FEATURES = List.of(0x0L, 0x20L);

    private final GuestType type;
    private final GuestRequest request;
    private final int mostVcpus;
    private final Limits limits;
    private final Map<String, RunningDigest.Prefix> prefixes = new HashMap<>();
    private final List<DigestMatch> matches = new ArrayList<>();

    private DigestSearch(GuestType type, GuestRequest request, int mostVcpus, Limits limits) {
        this.type = type;
        this.request = request;
        this.mostVcpus = mostVcpus;
        this.limits = limits;
    }

    /**
     * Searches.
     *
     * @param type {@code sev}, {@code sev-es} or {@code sev-snp}
     * @param request the firmware and, if any, the kernel; settings in its properties that are searched for are not looked at
     * @param observed 48 bytes for SNP, 32 for SEV and SEV-ES
     * @param mostVcpus the largest count to try, 1 to 512
     * @param limits how long it may take
     * @return every way that gives the digest; empty when none does
     * @throws org.cloister.api.CloisterException {@code find.size} for a digest of the wrong length, and as
     *     {@link ExpectedMeasurement#of}
     */
    public static List<DigestMatch> find(
            GuestType type, GuestRequest request, Bytes observed, int mostVcpus, Limits limits) {
        Measurable measurable = Measurable.of(type);
        int size = measurable == Measurable.SEV_SNP ? 48 : 32;
        if (observed.length() != size) {
            throw Problem.input("find.size", "a launch digest of " + type + " has another length")
                    .at("find")
                    .found(observed.length() + " bytes")
                    .expected(size + " bytes")
                    .exception();
        }
        DigestSearch search = new DigestSearch(type, request, mostVcpus, limits);
        search.run(measurable, observed);
        return List.copyOf(search.matches);
    }

    private void run(Measurable measurable, Bytes observed) {
        for (Profile profile : profiles(measurable)) {
            for (boolean hashes : request.boot().isPresent() ? new boolean[] {true, false} : new boolean[] {false}) {
                if (measurable == Measurable.SEV) {
                    compareRanges(measurable, profile, hashes, observed);
                } else {
                    tryModels(measurable, profile, hashes, observed);
                }
            }
        }
    }

    private static List<Profile> profiles(Measurable measurable) {
        return switch (measurable) {
            case SEV -> List.of(Profile.INIT2);
            case SEV_ES ->
                Arrays.stream(Profile.values())
                        .filter(profile -> profile.monitor() == Monitor.QEMU)
                        .toList();
            case SEV_SNP -> List.of(Profile.values());
        };
    }

    private void compareRanges(Measurable measurable, Profile profile, boolean hashes, Bytes observed) {
        LaunchPlan plan = measurable.plan(variant(profile, hashes, Optional.empty(), 0));
        if (measurable.digest(plan).equals(observed)) {
            matches.add(new DigestMatch(type, profile.key(), List.of(), 0, 0, hashes));
        }
    }

    private void tryModels(Measurable measurable, Profile profile, boolean hashes, Bytes observed) {
        List<Integer> signatures =
                CpuModel.all().stream().map(CpuModel::signature).distinct().toList();
        for (long features : measurable == Measurable.SEV_SNP ? SNP_FEATURES : ES_FEATURES) {
            for (int signature : signatures) {
                limits.check();
                LaunchPlan plan = measurable.plan(variant(profile, hashes, Optional.of(signature), features));
                tryCounts(measurable, profile, hashes, signature, features, plan, observed);
            }
        }
    }

    /** All processors but the first begin alike, so that two are enough of a plan to try any count. */
    private void tryCounts(
            Measurable measurable,
            Profile profile,
            boolean hashes,
            int signature,
            long features,
            LaunchPlan plan,
            Bytes observed) {
        RunningDigest digest = prefix(measurable, profile, hashes, plan).begin();
        VcpuState others = plan.vcpus().get(plan.vcpus().size() - 1);
        for (int count = 1; count <= mostVcpus; count++) {
            digest.add(count == 1 ? plan.vcpus().get(0) : others);
            if (digest.value().equals(observed)) {
                List<String> names = CpuModel.withSignature(signature).stream()
                        .map(CpuModel::name)
                        .toList();
                matches.add(new DigestMatch(type, profile.key(), names, count, features, hashes));
            }
        }
    }

    private RunningDigest.Prefix prefix(Measurable measurable, Profile profile, boolean hashes, LaunchPlan plan) {
        return prefixes.computeIfAbsent(
                profile.monitor() + " " + hashes,
                key -> measurable == Measurable.SEV_SNP
                        ? RunningDigest.Prefix.snp(plan)
                        : RunningDigest.Prefix.sev(plan));
    }

    private GuestRequest variant(Profile profile, boolean hashes, Optional<Integer> signature, long features) {
        Map<String, String> properties = new TreeMap<>(request.properties());
        Stream.of("vmm", "vcpu-signature", "guest-features", "kernel-hashes").forEach(properties::remove);
        properties.put("profile", profile.key());
        properties.put("kernel-hashes", hashes ? "on" : "off");
        signature.ifPresent(value -> {
            properties.put("vcpu-signature", "0x" + Integer.toHexString(value));
            properties.put("guest-features", "0x" + Long.toHexString(features));
        });
        int vcpus = signature.isPresent() && mostVcpus > 1 ? 2 : 1;
        return new GuestRequest(
                request.firmware(), request.boot(), vcpus, request.vcpuType(), request.memory(), properties);
    }
}
