// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.cpu.InitialState;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.launch.SevProperties;
import org.cloister.amd.launch.SnpProperties;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestRequest;

/**
 * What a search for a digest tries. Values of the request are taken as given; what it leaves open is tried in all ways
 * that are known.
 *
 * @param profiles of the registers
 * @param signatures of the processors
 * @param features of the VMSAs, the likely ones first
 * @param kernelHashes whether the kernel is measured
 */
record SearchSpace(List<Profile> profiles, List<Integer> signatures, List<Long> features, List<Boolean> kernelHashes) {
    private static final List<VmsaFeature> SEARCHED =
            Arrays.stream(VmsaFeature.values()).filter(VmsaFeature::searched).toList();

    private static final int MOST_AT_ONCE = 4;
    private static final List<Long> ES_FEATURES = List.of(0L, VmsaFeature.DEBUG_SWAP.mask());

    /** A combination; without a signature where the registers do not contain it. */
    record Candidate(Profile profile, Optional<Integer> signature, long features, boolean kernelHashes) {
        /** The registers that all processors with it begin with, whatever their count. */
        InitialState state() {
            return new InitialState(profile, signature.orElse(0), features);
        }
    }

    static SearchSpace of(Measurable measurable, GuestType type, GuestRequest request) {
        Said said = new Said(request);
        if (measurable == Measurable.SEV_SNP) {
            SnpProperties read = SnpProperties.of(request);
            return new SearchSpace(
                    said.profiles(read.profile(), List.of(Profile.values())),
                    said.signatures(read.vcpuSignature()),
                    said.features(read.guestFeatures(), snpFeatures()),
                    said.kernelHashes(read.kernelHashes()));
        }
        SevProperties read = SevProperties.of(type, request);
        return new SearchSpace(
                said.profiles(read.profile(), List.of(Profile.INIT2, Profile.LEGACY)),
                said.signatures(read.vcpuSignature()),
                said.features(read.guestFeatures(), ES_FEATURES),
                said.kernelHashes(read.kernelHashes()));
    }

    /** All combinations, none twice, the likely ones first. */
    List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        for (long feature : features) {
            for (boolean hashed : kernelHashes) {
                for (Profile profile : profiles) {
                    signaturesOf(profile).forEach(one -> all.add(new Candidate(profile, one, feature, hashed)));
                }
            }
        }
        return all;
    }

    /** Some monitors put a number of their own where others put the signature. */
    private List<Optional<Integer>> signaturesOf(Profile profile) {
        boolean measured = !registers(profile, 0).equals(registers(profile, 1));
        return measured ? signatures.stream().map(Optional::of).toList() : List.of(Optional.empty());
    }

    private static Object registers(Profile profile, int signature) {
        return new InitialState(profile, signature, 0).of(1, 0);
    }

    private static List<Long> snpFeatures() {
        return IntStream.range(0, 1 << SEARCHED.size())
                .filter(choice -> Integer.bitCount(choice) <= MOST_AT_ONCE)
                .mapToObj(SearchSpace::features)
                .sorted(Comparator.comparing(Long::bitCount))
                .toList();
    }

    private static long features(int choice) {
        return IntStream.range(0, SEARCHED.size())
                .filter(i -> (choice >>> i & 1) != 0)
                .mapToLong(i -> SEARCHED.get(i).mask())
                .reduce(VmsaFeature.SNP_ACTIVE.mask(), (left, right) -> left | right);
    }

    /** What a request says, by the names of its settings. */
    private record Said(GuestRequest request) {
        List<Profile> profiles(Profile read, List<Profile> known) {
            if (names(GuestSetting.PROFILE)) {
                return List.of(read);
            }
            VmmKind monitor = read.monitor();
            return names(GuestSetting.VMM)
                    ? known.stream().filter(one -> one.monitor() == monitor).toList()
                    : known;
        }

        List<Integer> signatures(Optional<Integer> read) {
            return read.map(List::of)
                    .orElseGet(() -> CpuModel.all().stream()
                            .map(CpuModel::signature)
                            .distinct()
                            .toList());
        }

        List<Long> features(long read, List<Long> known) {
            return names(GuestSetting.GUEST_FEATURES) ? List.of(read) : known;
        }

        List<Boolean> kernelHashes(boolean read) {
            return names(GuestSetting.KERNEL_HASHES) || request.boot().isEmpty()
                    ? List.of(read)
                    : Arrays.asList(true, false);
        }

        private boolean names(GuestSetting setting) {
            return request.properties().containsKey(setting.key());
        }
    }
}
