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
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.setting.AmdType;
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
        GuestSettings read = GuestSettings.of(AmdType.of(type), request);
        boolean snp = measurable == Measurable.SEV_SNP;
        Given given = new Given(read, request.boot().isPresent());
        return new SearchSpace(
                given.profiles(snp ? List.of(Profile.values()) : List.of(Profile.INIT2, Profile.LEGACY)),
                given.signatures(),
                given.features(snp ? snpFeatures() : ES_FEATURES),
                given.kernelHashes());
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

    /** What a request says is not tried otherwise. */
    private record Given(GuestSettings read, boolean kernel) {
        List<Profile> profiles(List<Profile> known) {
            if (read.isGiven(GuestSetting.PROFILE)) {
                return List.of(read.profile());
            }
            VmmKind monitor = read.profile().monitor();
            return read.isGiven(GuestSetting.VMM)
                    ? known.stream().filter(one -> one.monitor() == monitor).toList()
                    : known;
        }

        List<Integer> signatures() {
            return read.vcpuSignature()
                    .map(List::of)
                    .orElseGet(() -> CpuModel.all().stream()
                            .map(CpuModel::signature)
                            .distinct()
                            .toList());
        }

        List<Long> features(List<Long> known) {
            return read.isGiven(GuestSetting.GUEST_FEATURES) ? List.of(read.guestFeatures()) : known;
        }

        List<Boolean> kernelHashes() {
            return read.isGiven(GuestSetting.KERNEL_HASHES) || !kernel
                    ? List.of(read.kernelHashes())
                    : Arrays.asList(true, false);
        }
    }
}
