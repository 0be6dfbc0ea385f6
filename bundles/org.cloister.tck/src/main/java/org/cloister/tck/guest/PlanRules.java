// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.guest;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.tck.check.CheckBodies;
import org.cloister.tck.check.CheckEnd;
import org.cloister.tck.stage.Snapshot;

/** What a type plans for a request that it accepts. */
final class PlanRules {
    private static final int MOST_NOTES = 100;
    private static final int LONGEST_NOTE = 1_000;

    private PlanRules() {}

    static CheckBodies<GuestTypeSubject> bodies() {
        return new CheckBodies<GuestTypeSubject>()
                .of("plan", PlanRules::plan)
                .of("plan.type", PlanRules::type)
                .of("plan.memory", PlanRules::memory)
                .of("plan.ranges", PlanRules::ranges)
                .of("plan.ranges.apart", PlanRules::apart)
                .of("plan.vcpus", PlanRules::vcpus)
                .of("plan.policy", PlanRules::policy)
                .of("plan.notes", PlanRules::notes)
                .of("plan.repeatable", PlanRules::repeatable)
                .of("expect", PlanRules::expect)
                .of("expect.repeatable", PlanRules::expectAgain);
    }

    private static String plan(GuestTypeSubject on) {
        LaunchPlan plan = on.plan();
        return plan.ranges().size() + " ranges, " + plan.vcpus().size() + " processors";
    }

    private static String type(GuestTypeSubject on) {
        LaunchPlan plan = on.plan();
        CheckEnd.require(plan.type().equals(on.support().type()), "a plan for " + plan.type());
        return plan.type().name();
    }

    private static String memory(GuestTypeSubject on) {
        List<MemoryRegion> memory = on.plan().memory();
        CheckEnd.require(!memory.isEmpty(), "no region");
        for (int i = 1; i < memory.size(); i++) {
            MemoryRegion before = memory.get(i - 1);
            CheckEnd.require(before.end() <= memory.get(i).gpa(), memory.get(i) + " begins below the end of " + before);
        }
        return memory.size() + " regions";
    }

    private static String ranges(GuestTypeSubject on) {
        LaunchPlan plan = on.plan();
        for (InitialRange range : plan.ranges()) {
            boolean inside = plan.memory().stream().anyMatch(region -> region.contains(range.gpa(), range.size()));
            CheckEnd.require(inside, named(range) + " lies in no region");
        }
        return plan.ranges().size() + " ranges";
    }

    private static String apart(GuestTypeSubject on) {
        List<InitialRange> ranges = on.plan().ranges().stream()
                .sorted(Comparator.comparingLong(InitialRange::gpa))
                .toList();
        for (int i = 1; i < ranges.size(); i++) {
            InitialRange before = ranges.get(i - 1);
            InitialRange next = ranges.get(i);
            CheckEnd.require(before.gpa() + before.size() <= next.gpa(), named(before) + " and " + named(next));
        }
        return ranges.size() + " ranges";
    }

    private static String named(InitialRange range) {
        return range.name() + " at 0x" + Long.toHexString(range.gpa()) + " of " + range.size() + " bytes";
    }

    private static String vcpus(GuestTypeSubject on) {
        LaunchPlan plan = on.plan();
        CheckEnd.require(!plan.vcpus().isEmpty(), "no processor");
        for (int i = 0; i < plan.vcpus().size(); i++) {
            int index = plan.vcpus().get(i).index();
            CheckEnd.require(index == i, "processor " + index + " in the place of " + i);
        }
        return plan.vcpus().size() + " processors";
    }

    private static String policy(GuestTypeSubject on) {
        on.plan()
                .policy()
                .bits()
                .forEach((bit, value) -> CheckEnd.require(
                        bit != null && !bit.isBlank() && value != null, "bit '" + bit + "' is " + value));
        return on.plan().policy().bits().toString();
    }

    private static String notes(GuestTypeSubject on) {
        LaunchPlan plan = on.plan();
        CheckEnd.require(plan.notes().size() <= MOST_NOTES, plan.notes().size() + " notes");
        requireText("profile", plan.profile());
        plan.notes().forEach(note -> requireText("a note", note));
        return plan.notes().size() + " notes";
    }

    private static void requireText(String what, String text) {
        CheckEnd.require(text.length() <= LONGEST_NOTE, what + " has " + text.length() + " characters");
        CheckEnd.require(
                text.chars().noneMatch(Character::isISOControl),
                what + " has a control character in it: " + printable(text));
    }

    private static String printable(String text) {
        return text.chars()
                .mapToObj(one -> Character.isISOControl(one)
                        ? String.format(Locale.ROOT, "\\u%04x", one)
                        : Character.toString(one))
                .collect(Collectors.joining());
    }

    private static String repeatable(GuestTypeSubject on) {
        LaunchPlan first = Snapshot.of(on.plan());
        for (int i = 0; i < 3; i++) {
            CheckEnd.require(first.equals(on.plan()), "another plan for the same request");
        }
        return "four plans of one request are equal";
    }

    private static Optional<Measurement> expected(GuestTypeSubject on, LaunchPlan plan) {
        return on.calls().ask("expect", () -> on.support().expect(plan));
    }

    private static String expect(GuestTypeSubject on) {
        return expected(on, on.plan())
                .map(one -> one.algorithm() + " " + one.value())
                .orElse("none");
    }

    private static String expectAgain(GuestTypeSubject on) {
        LaunchPlan plan = on.plan();
        Optional<Measurement> first = expected(on, plan);
        if (first.isEmpty()) {
            throw CheckEnd.notApplicable("the type says that the digest cannot be known beforehand");
        }
        Optional<Measurement> second = expected(on, plan);
        CheckEnd.require(first.equals(second), "first " + first + ", then " + second);
        CheckEnd.require(
                first.get().source() == Measurement.Source.COMPUTED,
                "its source is " + first.get().source());
        return first.get().value().toString();
    }
}
