// SPDX-License-Identifier: Apache-2.0
package com.example.capsule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Visibility;

/** What is remembered from call to call: the policy, and which ranges have to be private. */
record CapsuleContext(LaunchContext values) {
    static final ContextSchema SCHEMA = new ContextSchema("com.example.capsule", 1);

    private static final String POLICY = "policy";
    private static final String RANGES = "ranges";

    static CapsuleContext first(LaunchPlan plan) {
        return new CapsuleContext(LaunchContext.empty(plan.type(), SCHEMA)
                .with(POLICY, plan.policy())
                .with(RANGES, new ContextValue.Items(List.of())));
    }

    GuestPolicy policy() {
        return values.get(POLICY, GuestPolicy.class);
    }

    CapsuleContext with(InitialRange range) {
        return with(range.gpa(), range.size());
    }

    /** With pages more that have to be private. */
    CapsuleContext with(long gpa, long size) {
        ContextValue.Fields entry = new ContextValue.Fields(
                Map.of("gpa", new ContextValue.Number(gpa), "size", new ContextValue.Number(size)));
        return new CapsuleContext(values.with(RANGES, ranges().and(entry)));
    }

    /** Where the protection has a hole, if it has one. */
    Optional<Long> firstSharedPage(GuestMemory memory) {
        for (ContextValue range : ranges().values()) {
            Map<String, ContextValue> fields = ((ContextValue.Fields) range).values();
            long gpa = ((ContextValue.Number) fields.get("gpa")).value();
            long end = gpa + ((ContextValue.Number) fields.get("size")).value();
            for (; gpa < end; gpa += GuestMemory.PAGE) {
                if (memory.page(gpa).visibility() == Visibility.SHARED) {
                    return Optional.of(gpa);
                }
            }
        }
        return Optional.empty();
    }

    private ContextValue.Items ranges() {
        return values.get(RANGES, ContextValue.Items.class);
    }
}
