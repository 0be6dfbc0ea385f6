// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.OnOff;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.VcpuState;

/**
 * Finds how a guest was launched from the digest that was observed: profile, processor model and count, guest features,
 * and whether the kernel is measured. The firmware, and a kernel when there is one, have to be known.
 *
 * <p>Combinations that share what comes before the processors hash it once; each further processor is one step.
 */
public final class DigestSearch {
    private final Measurable measurable;
    private final GuestType type;
    private final GuestRequest request;
    private final Limits limits;
    private final Optional<Long> othersAt;
    private final Map<String, RunningDigest.Prefix> prefixes = new HashMap<>();

    private DigestSearch(Measurable measurable, GuestType type, GuestRequest request, Limits limits) {
        this.measurable = measurable;
        this.type = type;
        this.request = request;
        this.limits = limits;
        // Whether it fits the type is judged by the plans
        this.othersAt = OvmfImage.parse(request.firmware(), ImageMapping.FLASH).resetAddress();
    }

    /**
     * Searches.
     *
     * @param type {@code sev}, {@code sev-es} or {@code sev-snp}
     * @param request the firmware and, if any, the kernel. Of its settings, {@code profile}, {@code vmm},
     *     {@code vcpu-signature}, {@code guest-features} and {@code kernel-hashes} narrow the search; count and type of
     *     its processors do not
     * @param observed 48 bytes for SNP, 32 for SEV and SEV-ES
     * @param mostVcpus the largest count to try, 1 to 4096
     * @param limits how long it may take
     * @param listener notified of the progress
     * @return every way that gives the digest; empty when none does
     * @throws org.cloister.api.CloisterException {@code find.size} for a digest of the wrong length,
     *     {@code find.vcpus}, and as {@link ExpectedMeasurement#of}
     */
    public static List<DigestMatch> find(
            GuestType type,
            GuestRequest request,
            Bytes observed,
            int mostVcpus,
            Limits limits,
            SearchListener listener) {
        Measurable measurable = Measurable.of(type);
        checkSize(measurable, type, observed);
        checkVcpus(mostVcpus);
        DigestSearch search = new DigestSearch(measurable, type, request, limits);
        SearchSpace space = SearchSpace.of(measurable, type, request);
        return measurable == Measurable.SEV
                ? search.amongRanges(space, observed)
                : search.amongProcessors(space.candidates(), observed, mostVcpus, listener);
    }

    /** Searches without telling how far it is. */
    public static List<DigestMatch> find(
            GuestType type, GuestRequest request, Bytes observed, int mostVcpus, Limits limits) {
        return find(type, request, observed, mostVcpus, limits, SearchListener.NONE);
    }

    private static void checkSize(Measurable measurable, GuestType type, Bytes observed) {
        int size = measurable == Measurable.SEV_SNP ? 48 : 32;
        if (observed.length() != size) {
            throw Problem.input(OwnerCodes.FIND_SIZE, "a launch digest of " + type + " has another length")
                    .at("find")
                    .found(observed.length() + " bytes")
                    .expected(size + " bytes")
                    .exception();
        }
    }

    private static void checkVcpus(int most) {
        if (most < 1 || most > SnpPlanner.MOST_VCPUS) {
            throw Problem.input(OwnerCodes.FIND_VCPUS, "a guest cannot have so many vCPUs")
                    .found(most)
                    .expected("1 to " + SnpPlanner.MOST_VCPUS)
                    .exception();
        }
    }

    private List<DigestMatch> amongRanges(SearchSpace space, Bytes observed) {
        String profile = space.profiles().get(0).key();
        return space.kernelHashes().stream()
                .filter(hashed -> {
                    limits.check();
                    return measurable.digest(plan(profile, hashed)).equals(observed);
                })
                .map(hashed -> new DigestMatch(type, profile, Optional.empty(), 0, 0, hashed))
                .toList();
    }

    private List<DigestMatch> amongProcessors(
            List<SearchSpace.Candidate> candidates, Bytes observed, int most, SearchListener listener) {
        int largest = othersAt.isPresent() ? most : 1;
        for (int i = 0; i < candidates.size(); i++) {
            Measured measured = measured(candidates.get(i));
            OptionalInt count = count(measured, observed, largest);
            listener.tried(i + 1L, candidates.size());
            if (count.isPresent()) {
                return alike(candidates, measured, count.getAsInt());
            }
        }
        return List.of();
    }

    /** How many processors give the digest. */
    private OptionalInt count(Measured measured, Bytes observed, int most) {
        RunningDigest digest = measured.prefix().begin();
        for (int count = 1; count <= most; count++) {
            limits.check();
            digest.add(count == 1 ? measured.first() : measured.others());
            if (digest.value().equals(observed)) {
                return OptionalInt.of(count);
            }
        }
        return OptionalInt.empty();
    }

    /** One digest stands for one content: what else gives it must have the same pages. */
    private List<DigestMatch> alike(List<SearchSpace.Candidate> candidates, Measured found, int count) {
        return candidates.stream()
                .filter(one -> {
                    limits.check();
                    return measured(one).isLike(found, count);
                })
                .map(one -> new DigestMatch(
                        type, one.profile().key(), one.signature(), count, one.features(), one.kernelHashes()))
                .toList();
    }

    /** What is measured of a combination: the ranges, the first processor's page, and that of each of the others. */
    private record Measured(RunningDigest.Prefix prefix, Bytes first, Bytes others) {
        boolean isLike(Measured other, int count) {
            return first.equals(other.first)
                    && (count == 1 || others.equals(other.others))
                    && (prefix == other.prefix
                            || prefix.begin()
                                    .value()
                                    .equals(other.prefix.begin().value()));
        }
    }

    private Measured measured(SearchSpace.Candidate candidate) {
        RunningDigest.Prefix prefix = prefix(candidate);
        List<VcpuState> vcpus = candidate.state().of(2, othersAt.orElse(0L));
        return new Measured(prefix, page(prefix, vcpus.get(0)), page(prefix, vcpus.get(1)));
    }

    private static Bytes page(RunningDigest.Prefix prefix, VcpuState vcpu) {
        return prefix.measured(Vmsa.encode(vcpu));
    }

    /** The ranges depend on the monitor and on whether there are hashes among them; on the processors they do not. */
    private RunningDigest.Prefix prefix(SearchSpace.Candidate candidate) {
        String key = candidate.profile().monitor() + " " + candidate.kernelHashes();
        return prefixes.computeIfAbsent(key, absent -> {
            LaunchPlan plan = plan(candidate.profile().key(), candidate.kernelHashes());
            return measurable == Measurable.SEV_SNP ? new RunningDigest.Snp(plan) : new RunningDigest.Sev(plan);
        });
    }

    private LaunchPlan plan(String profile, boolean kernelHashes) {
        Map<String, String> properties = new TreeMap<>(request.properties());
        properties.remove(GuestSetting.VMM.key());
        properties.put(GuestSetting.PROFILE.key(), profile);
        properties.put(GuestSetting.KERNEL_HASHES.key(), OnOff.text(kernelHashes));
        return measurable.plan(new GuestRequest(
                request.firmware(), request.boot(), 1, request.vcpuType(), request.memory(), properties));
    }
}
