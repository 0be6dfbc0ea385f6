// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.launch.SevDigest;
import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;

/** The guest types whose launch digest can be computed, and how. */
enum Measurable {
    SEV(SevPlanner.SEV, Hash.SHA256, SevPlanner::plan, SevDigest::of, SevDigest::pages),
    SEV_ES(SevPlanner.SEV_ES, Hash.SHA256, SevPlanner::plan, SevDigest::of, SevDigest::pages),
    SEV_SNP(SnpPlanner.TYPE, Hash.SHA384, (type, request) -> SnpPlanner.plan(request), SnpDigest::of, SnpDigest::pages);

    private final GuestType type;
    private final Hash hash;
    private final BiFunction<GuestType, GuestRequest, LaunchPlan> planner;
    private final Function<LaunchPlan, Bytes> digest;
    private final Function<LaunchPlan, List<MeasuredPage>> pages;

    Measurable(
            GuestType type,
            Hash hash,
            BiFunction<GuestType, GuestRequest, LaunchPlan> planner,
            Function<LaunchPlan, Bytes> digest,
            Function<LaunchPlan, List<MeasuredPage>> pages) {
        this.type = type;
        this.hash = hash;
        this.planner = planner;
        this.digest = digest;
        this.pages = pages;
    }

    static Optional<Measurable> find(GuestType type) {
        return Arrays.stream(values()).filter(one -> one.type.equals(type)).findFirst();
    }

    static Measurable of(GuestType type) {
        return find(type)
                .orElseThrow(() -> Problem.input(ProblemCodes.TYPE_UNKNOWN, "there is no guest type of this name")
                        .found(type)
                        .expected("one of sev, sev-es, sev-snp")
                        .exception());
    }

    String algorithm() {
        return hash.algorithm();
    }

    LaunchPlan plan(GuestRequest request) {
        return planner.apply(type, request);
    }

    Bytes digest(LaunchPlan plan) {
        return digest.apply(plan);
    }

    List<MeasuredPage> pages(LaunchPlan plan) {
        return pages.apply(plan);
    }
}
