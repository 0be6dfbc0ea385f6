// SPDX-License-Identifier: Apache-2.0
package com.example.realm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.StoredRequest;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.Visibility;

/** What is remembered from call to call: the request, the policy, and which ranges have to be private. */
record RealmContext(LaunchContext values) {
    static final ContextSchema SCHEMA = new ContextSchema("com.example.realm", 1);

    private static final String REQUEST = "request";
    private static final String POLICY = "policy";
    private static final String RANGES = "ranges";

    static RealmContext of(GuestRequest request, GuestPolicy policy) {
        return new RealmContext(LaunchContext.empty(RealmGuest.TYPE, SCHEMA)
                .with(REQUEST, StoredRequest.of(request))
                .with(POLICY, policy)
                .with(RANGES, new ContextValue.Items(List.of())));
    }

    GuestPolicy policy() {
        return values.get(POLICY, GuestPolicy.class);
    }

    /** The request that launches the same guest again. */
    GuestRequest request() {
        return StoredRequest.read(values.get(REQUEST, ContextValue.Fields.class));
    }

    RealmContext with(InitialRange range) {
        ContextValue.Fields entry = new ContextValue.Fields(
                Map.of("gpa", new ContextValue.Number(range.gpa()), "size", new ContextValue.Number(range.size())));
        return new RealmContext(values.with(RANGES, ranges().and(entry)));
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
