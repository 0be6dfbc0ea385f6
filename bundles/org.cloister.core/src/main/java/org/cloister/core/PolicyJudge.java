// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.settings.PolicyDefaults;
import org.cloister.core.settings.TypeJudge;

/** Has the guest types judge the policies that are set for them. They are asked again when either changes. */
final class PolicyJudge implements TypeJudge {
    private final Backends backends;
    private volatile Judged last = new Judged(null, List.of(), List.of());

    PolicyJudge(Backends backends) {
        this.backends = backends;
    }

    /** A verdict, and what it is about. */
    private record Judged(PolicyDefaults policies, List<Backend> by, List<Problem> wrong) {}

    @Override
    public List<Problem> wrong(PolicyDefaults policies) {
        if (policies.byType().isEmpty()) {
            return List.of();
        }
        List<Backend> now = backends.bestOfEach();
        Judged judged = last;
        if (!policies.equals(judged.policies()) || !now.equals(judged.by())) {
            judged = new Judged(policies, now, judge(policies, now));
            last = judged;
        }
        return judged.wrong();
    }

    private static List<Problem> judge(PolicyDefaults policies, List<Backend> installed) {
        List<Problem> wrong = new ArrayList<>();
        new TreeMap<>(policies.byType()).forEach((type, bits) -> {
            try {
                of(type, installed).ask(support -> {
                    support.requirePolicy(bits);
                    return true;
                });
            } catch (CloisterException e) {
                wrong.add(ofSettings(type, bits, e.problem()));
            }
        });
        return wrong;
    }

    private static Backend of(String type, List<Backend> installed) {
        List<String> names =
                installed.stream().map(Backend::type).map(GuestType::name).toList();
        return installed.stream()
                .filter(backend -> backend.type().name().equals(type))
                .findFirst()
                .orElseThrow(() -> Problem.host(CoreCodes.SETTINGS_POLICY, "no guest type here has this name")
                        .found(type)
                        .expected("one of " + String.join(", ", names))
                        .remedy((names.isEmpty() ? "" : NearestNames.offer(type, names) + " ")
                                + "Until a bundle brings it, no guest is launched here")
                        .exception());
    }

    /** What is wrong is the settings, not a request. */
    private static Problem ofSettings(String type, Map<String, String> bits, Problem problem) {
        String what = "for type " + type + ": " + problem.what();
        String found = problem.found() == null ? bits.toString() : problem.found();
        // Advice other than a name is for the author of a request's policy
        String remedy = Optional.ofNullable(problem.remedy())
                .filter(advice -> advice.startsWith("did you mean"))
                .orElse("correct it");
        return new Problem(Problem.Kind.HOST, CoreCodes.SETTINGS_POLICY, what, null, found, problem.expected(), remedy);
    }
}
