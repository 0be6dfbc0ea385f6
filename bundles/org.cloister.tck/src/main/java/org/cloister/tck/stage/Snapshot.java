// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PolicyField;

/**
 * Copies of what was answered, down to its bytes: a {@link Bytes} may have been wrapped around an array that somebody
 * goes on writing to.
 */
public final class Snapshot {
    private Snapshot() {}

    /** A copy that nobody else can change. */
    public static LaunchContext of(LaunchContext context) {
        return new LaunchContext(context.type(), context.schema(), of(context.values()));
    }

    /** A copy that nobody else can change. */
    public static LaunchPlan of(LaunchPlan plan) {
        List<InitialRange> ranges = plan.ranges().stream().map(Snapshot::of).toList();
        return new LaunchPlan(
                plan.type(),
                plan.memory(),
                ranges,
                plan.vcpus(),
                plan.vcpusMeasured(),
                of(plan.policy()),
                plan.profile(),
                plan.notes());
    }

    /** How many bytes the values of a context come to, names included. */
    public static long size(LaunchContext context) {
        return size(context.values());
    }

    private static InitialRange of(InitialRange range) {
        Optional<Bytes> content = range.content().map(Snapshot::of);
        return new InitialRange(range.name(), range.gpa(), range.size(), range.kind(), content, range.role());
    }

    private static Bytes of(Bytes bytes) {
        return Bytes.wrap(bytes.toArray());
    }

    private static Map<String, ContextValue> of(Map<String, ContextValue> values) {
        Map<String, ContextValue> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name, of(value)));
        return copy;
    }

    private static ContextValue of(ContextValue value) {
        if (value instanceof ContextValue.Blob blob) {
            return new ContextValue.Blob(of(blob.value()));
        }
        if (value instanceof ContextValue.Items items) {
            return new ContextValue.Items(
                    items.values().stream().map(Snapshot::of).toList());
        }
        if (value instanceof ContextValue.Fields fields) {
            return new ContextValue.Fields(of(fields.values()));
        }
        if (value instanceof Measurement one) {
            return of(one);
        }
        if (value instanceof GuestPolicy policy) {
            return of(policy);
        }
        return value;
    }

    private static Measurement of(Measurement one) {
        List<MeasuredRegister> registers = one.registers().stream()
                .map(register -> new MeasuredRegister(
                        register.name(),
                        register.algorithm(),
                        of(register.value()),
                        register.source(),
                        register.extended()))
                .toList();
        return new Measurement(
                one.algorithm(), of(one.value()), one.source(), one.nonce().map(Snapshot::of), registers);
    }

    private static GuestPolicy of(GuestPolicy policy) {
        List<PolicyField> fields = policy.fields().stream()
                .map(field -> field instanceof PolicyField.Content content
                        ? new PolicyField.Content(content.name(), of(content.value()))
                        : field)
                .toList();
        return new GuestPolicy(policy.value(), policy.bits(), fields);
    }

    private static long size(Map<String, ContextValue> values) {
        long size = 0;
        for (Map.Entry<String, ContextValue> value : values.entrySet()) {
            size += value.getKey().length() + size(value.getValue());
        }
        return size;
    }

    private static long size(ContextValue value) {
        if (value instanceof ContextValue.Blob blob) {
            return blob.value().length();
        }
        if (value instanceof ContextValue.Text text) {
            return text.value().length();
        }
        if (value instanceof ContextValue.Items items) {
            return items.values().stream().mapToLong(Snapshot::size).sum();
        }
        if (value instanceof ContextValue.Fields fields) {
            return size(fields.values());
        }
        return Long.BYTES;
    }
}
