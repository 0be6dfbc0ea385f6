// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;

/** What a type says about itself, asked without a request. */
final class DescriptionRules {
    private static final int TIMES = 3;
    /** Has control characters, which no value of anything has. */
    static final String NONSENSE = "\u0001no\u0002value";

    private DescriptionRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("type", on -> constant(on, "type", on.support()::type))
                .of("strength", on -> constant(on, "strength", on.support()::strength))
                .of("contextSchema", on -> constant(on, "contextSchema", on.support()::contextSchema))
                .of("properties", DescriptionRules::properties)
                .of("properties.unchanged", DescriptionRules::unchanged)
                .of("requirePolicy", DescriptionRules::requirePolicy)
                .of("hostNeeds", DescriptionRules::hostNeeds)
                .of("needsFirmware", on -> constant(on, "needsFirmware", on.support()::needsFirmware))
                .of(
                        "measuresBeforeFinish",
                        on -> constant(on, "measuresBeforeFinish", on.support()::measuresBeforeFinish))
                .of("canary", DescriptionRules::canary);
    }

    private static String constant(GuestTypeSubject on, String method, Callable<?> call) {
        Object first = on.calls().ask(method, call);
        for (int i = 1; i < TIMES; i++) {
            Object next = on.calls().ask(method, call);
            CheckEnd.require(first.equals(next), "first " + first + ", then " + next);
        }
        return String.valueOf(first);
    }

    private static List<PropertyDescription> described(GuestTypeSubject on) {
        return on.calls().ask("properties", on.support()::properties);
    }

    private static String properties(GuestTypeSubject on) {
        List<PropertyDescription> all = described(on);
        Set<String> names = new HashSet<>();
        for (PropertyDescription one : all) {
            CheckEnd.require(one != null, "one of the descriptions is null");
            CheckEnd.require(names.add(one.name()), one.name() + " is described twice");
            CheckEnd.require(
                    !one.name().isBlank()
                            && !one.syntax().isBlank()
                            && !one.meaning().isBlank(),
                    "'" + one.name() + "' lacks a name, a syntax or a meaning");
        }
        return all.size() + " settings";
    }

    private static String unchanged(GuestTypeSubject on) {
        List<PropertyDescription> before = new ArrayList<>(described(on));
        try {
            described(on).add(new PropertyDescription("tck-added", "any", "", "Added by who got the list."));
            described(on).clear();
        } catch (UnsupportedOperationException e) {
            return "the list cannot be changed";
        }
        List<PropertyDescription> after = described(on);
        CheckEnd.require(before.equals(after), before.size() + " settings before, " + after.size() + " afterwards");
        return "the list is a copy";
    }

    private static String requirePolicy(GuestTypeSubject on) {
        try {
            on.calls().tell("requirePolicy", () -> on.support().requirePolicy(Map.of("tck-no-such-bit", "on")));
            return "left to plan";
        } catch (CloisterException e) {
            Problem problem = e.problem();
            CheckEnd.require(
                    problem.kind() == Problem.Kind.INPUT, "refused as " + problem.kind() + ": " + problem.code());
            return problem.message();
        }
    }

    private static String hostNeeds(GuestTypeSubject on) {
        List<HostNeed> needs = on.calls().ask("hostNeeds", on.support()::hostNeeds);
        for (HostNeed need : needs) {
            CheckEnd.require(need != null && need.path().startsWith("/"), "not an absolute path: " + need);
            CheckEnd.require(!need.remedy().isBlank(), need.path() + " has no remedy");
        }
        return needs.size() + " needs";
    }

    private static String canary(GuestTypeSubject on) {
        Optional<Canary> first = on.calls().ask("canary", on.support()::canary);
        Optional<Canary> second = on.calls().ask("canary", on.support()::canary);
        CheckEnd.require(first.equals(second), "another launch the second time");
        return first.map(canary -> "on " + canary.vmm()).orElse("none");
    }
}
