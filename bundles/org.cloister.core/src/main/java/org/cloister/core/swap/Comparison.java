// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.core.codes.CoreCodes;

/** What two backends do differently with one request, each difference by a name by which it can be accepted. */
final class Comparison {
    private static final int SHORT = 120;
    private static final String DIGEST = "digest";
    private static final Map<String, Function<LaunchPlan, List<?>>> PARTS = parts();

    private final Set<String> accepted;
    private final Map<String, String> differences = new LinkedHashMap<>();

    Comparison(Set<String> accepted) {
        Set<String> known = new TreeSet<>(PARTS.keySet());
        known.add(DIGEST);
        for (String name : accepted) {
            if (!known.contains(name) && !name.startsWith(DIGEST + ".")) {
                throw Problem.input(CoreCodes.SWAP_ACCEPT, "there is no difference of this name")
                        .at(name)
                        .expected("one of " + known + ", or digest. and the name of a register")
                        .exception();
            }
        }
        this.accepted = accepted;
    }

    private static Map<String, Function<LaunchPlan, List<?>>> parts() {
        Map<String, Function<LaunchPlan, List<?>>> parts = new LinkedHashMap<>();
        parts.put("memory", LaunchPlan::memory);
        parts.put("ranges", LaunchPlan::ranges);
        parts.put("vcpus", LaunchPlan::vcpus);
        parts.put("vcpus-measured", plan -> List.of(plan.vcpusMeasured()));
        parts.put("policy", plan -> policy(plan.policy()));
        parts.put("profile", plan -> List.of(plan.profile()));
        return parts;
    }

    /** Part by part, so that the one that differs is shown. */
    private static List<String> policy(GuestPolicy policy) {
        List<String> parts = new ArrayList<>();
        parts.add(Numbers.hex(policy.value()));
        policy.bits().forEach((name, value) -> parts.add(name + "=" + value));
        policy.fields()
                .forEach(field -> parts.add(field.name() + "=" + field.text() + " of " + field.width() + " bits"));
        return parts;
    }

    void plans(LaunchPlan old, LaunchPlan next) {
        PARTS.forEach((name, part) -> lists(name, part.apply(old), part.apply(next)));
    }

    private void lists(String name, List<?> old, List<?> next) {
        if (!old.equals(next)) {
            int at = 0;
            while (at < Math.min(old.size(), next.size()) && old.get(at).equals(next.get(at))) {
                at++;
            }
            differences.putIfAbsent(name, "old " + element(old, at) + ", new " + element(next, at));
        }
    }

    private static String element(List<?> list, int at) {
        String text = at < list.size() ? String.valueOf(list.get(at)) : "none";
        return text.length() <= SHORT ? text : text.substring(0, SHORT) + "…";
    }

    void digests(Measurement old, Measurement next) {
        List<String> different = old.differences(next);
        if (different.isEmpty() && !old.equals(next)) {
            differences.putIfAbsent(DIGEST, "old " + old.source() + ", new " + next.source());
        }
        for (String name : different) {
            String key = name.equals(Measurement.DIGEST) ? DIGEST : DIGEST + "." + name;
            differences.putIfAbsent(key, "old " + old.told(name) + ", new " + next.told(name));
        }
    }

    /**
     * What was accepted, as notes.
     *
     * @throws org.cloister.api.CloisterException {@code swap.differs}, naming what was not
     */
    List<String> judged(String provider) {
        Set<String> unwanted = new TreeSet<>(differences.keySet());
        unwanted.removeAll(accepted);
        if (!unwanted.isEmpty()) {
            String seen = unwanted.stream()
                    .map(name -> name + ": " + differences.get(name))
                    .collect(Collectors.joining("; "));
            throw Problem.operation(CoreCodes.SWAP_DIFFERS, "the new backend does not do what the old one does")
                    .at(provider)
                    .found(seen)
                    .expected("the same for the same request")
                    .remedy("if that is intended, accept it by name: " + String.join(", ", unwanted))
                    .exception();
        }
        List<String> notes = new ArrayList<>();
        differences.forEach((name, seen) -> notes.add("accepted difference " + name + ": " + seen));
        return notes;
    }
}
