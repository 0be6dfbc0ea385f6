// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.cloister.tck.BrokenGuests.fault;
import static org.cloister.tck.BrokenGuests.stuck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VcpuState;
import org.cloister.tck.BrokenGuests.Fault;

/** Faults in plans, in what is expected of them, and in where they can be launched. */
final class BrokenPlans {
    private BrokenPlans() {}

    /** A type that plans what a change makes of its plans, or of the requests for them. */
    private static Fault planned(String check, String what, UnaryOperator<LaunchPlan> change) {
        return fault(check, what, () -> new AlteredGuest() {
            @Override
            public LaunchPlan plan(GuestRequest request) {
                return change.apply(super.plan(request));
            }
        });
    }

    private static Fault asked(String check, String what, UnaryOperator<GuestRequest> change) {
        return fault(check, what, () -> new AlteredGuest() {
            @Override
            public LaunchPlan plan(GuestRequest request) {
                return super.plan(change.apply(request));
            }
        });
    }

    private static LaunchPlan plan(
            LaunchPlan of,
            GuestType type,
            List<MemoryRegion> memory,
            List<InitialRange> ranges,
            List<VcpuState> vcpus) {
        return new LaunchPlan(type, memory, ranges, vcpus, of.vcpusMeasured(), of.policy(), of.profile(), of.notes());
    }

    private static LaunchPlan with(LaunchPlan plan, InitialRange more) {
        List<InitialRange> ranges = new ArrayList<>(plan.ranges());
        ranges.add(more);
        return plan(plan, plan.type(), plan.memory(), ranges, plan.vcpus());
    }

    private static LaunchPlan with(LaunchPlan of, GuestPolicy policy) {
        return new LaunchPlan(
                of.type(), of.memory(), of.ranges(), of.vcpus(), of.vcpusMeasured(), policy, of.profile(), of.notes());
    }

    private static LaunchPlan with(LaunchPlan plan, MemoryRegion more) {
        List<MemoryRegion> memory = new ArrayList<>(plan.memory());
        memory.add(more);
        return plan(plan, plan.type(), memory, plan.ranges(), plan.vcpus());
    }

    private static InitialRange page(long gpa) {
        return InitialRange.of("one more", gpa, PageKind.NORMAL, Bytes.wrap(new byte[4096]));
    }

    static List<Fault> all() {
        AtomicInteger count = new AtomicInteger();
        List<Fault> faults = new ArrayList<>(List.of(
                planned("plan", "null", plan -> null),
                planned(
                        "plan",
                        "an exception of Java's",
                        plan -> plan.ranges().get(1000).equals(null) ? plan : null),
                planned("plan", "a checked exception", plan -> {
                    throw BrokenGuests.<RuntimeException>sneaky(new IOException("broken"));
                }),
                planned("plan", "the stack overflows", plan -> deeper(plan, 0)),
                stuckPlan(),
                planned(
                        "plan.type",
                        "of another type",
                        plan -> plan(plan, new GuestType("other"), plan.memory(), plan.ranges(), plan.vcpus())),
                planned(
                        "plan.memory",
                        "no memory",
                        plan -> plan(plan, plan.type(), List.of(), plan.ranges(), plan.vcpus())),
                planned(
                        "plan.memory",
                        "overlapping regions",
                        plan -> plan(
                                plan,
                                plan.type(),
                                List.of(
                                        plan.memory().get(0),
                                        plan.memory().get(0),
                                        plan.memory().get(1)),
                                plan.ranges(),
                                plan.vcpus())),
                planned("plan.ranges", "a range outside", plan -> with(plan, page(1L << 40))),
                planned("plan.ranges", "a range that wraps", plan -> with(plan, page(Long.MAX_VALUE - 4095))),
                planned(
                        "plan.ranges.apart",
                        "a range twice",
                        plan -> with(plan, plan.ranges().get(0))),
                planned(
                        "plan.vcpus",
                        "no processor",
                        plan -> plan(plan, plan.type(), plan.memory(), plan.ranges(), List.of())),
                planned(
                        "plan.vcpus",
                        "a gap",
                        plan -> plan(
                                plan,
                                plan.type(),
                                plan.memory(),
                                plan.ranges(),
                                List.of(new VcpuState(1, plan.vcpus().get(0).registers())))),
                planned(
                        "plan.policy",
                        "a bit without a name",
                        plan -> with(plan, new GuestPolicy(plan.policy().value(), Map.of(" ", "on")))),
                planned("plan.notes", "a control character", plan -> plan.noted("red: \u001b[31m")),
                planned(
                        "plan.repeatable",
                        "another note each time",
                        plan -> plan.noted("plan " + count.incrementAndGet()))));
        faults.addAll(List.of(
                asked(
                        "plan.no-processors",
                        "takes one for none",
                        request -> request.vcpus() > 0
                                ? request
                                : new GuestRequest(
                                        request.firmware(),
                                        request.boot(),
                                        1,
                                        request.vcpuType(),
                                        request.memory(),
                                        request.properties())),
                asked(
                        "plan.no-memory",
                        "takes a default for none",
                        request -> request.memory() > 0
                                ? request
                                : new GuestRequest(
                                        request.firmware(),
                                        request.boot(),
                                        request.vcpus(),
                                        request.vcpuType(),
                                        16 << 20,
                                        request.properties())),
                asked("plan.odd-request", "looks at the image's first byte", request -> {
                    request.firmware().content().at(0);
                    return request;
                })));
        faults.addAll(judged());
        return faults;
    }

    private static LaunchPlan deeper(LaunchPlan plan, int depth) {
        return deeper(plan, depth + 1).noted("never");
    }

    private static Fault stuckPlan() {
        return stuck("plan", "sleeps and cannot be woken", () -> new AlteredGuest() {
            @Override
            public LaunchPlan plan(GuestRequest request) {
                return BrokenGuests.asleep();
            }
        });
    }

    private static Measurement with(Measurement of, Measurement.Source source, byte first) {
        byte[] value = of.value().toArray();
        value[0] = first;
        return Measurement.of(of.algorithm(), Bytes.wrap(value), source);
    }

    private static Fault expected(String check, String what, UnaryOperator<Measurement> change) {
        return fault(check, what, () -> new AlteredGuest() {
            @Override
            public Optional<Measurement> expect(LaunchPlan plan) {
                return super.expect(plan).map(change);
            }
        });
    }

    private static List<Fault> judged() {
        AtomicInteger count = new AtomicInteger();
        return List.of(
                planned(
                        "eligible.honest",
                        "more memory than it said",
                        plan -> with(plan, new MemoryRegion("more", 1L << 46, 1L << 45))),
                fault("plan.odd-property", "does not say which", () -> new AlteredGuest() {
                    @Override
                    public LaunchPlan plan(GuestRequest request) {
                        try {
                            return super.plan(request);
                        } catch (CloisterException e) {
                            throw Problem.input("test.wrong", "something is wrong")
                                    .exception();
                        }
                    }
                }),
                fault("expect", "null", () -> new AlteredGuest() {
                    @Override
                    public Optional<Measurement> expect(LaunchPlan plan) {
                        return null;
                    }
                }),
                expected(
                        "expect.repeatable",
                        "another each time",
                        one -> with(one, one.source(), (byte) count.incrementAndGet())),
                expected(
                        "expect.repeatable",
                        "says that firmware made it",
                        one -> with(one, Measurement.Source.FIRMWARE, (byte)
                                one.value().at(0))),
                expected(
                        "expect.measured",
                        "another digest",
                        one -> with(one, one.source(), (byte) (one.value().at(0) + 1))),
                fault("eligible", "nowhere", () -> new AlteredGuest() {
                    @Override
                    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
                        return Eligibility.no(List.of("it is broken"));
                    }
                }),
                fault("eligible.foreign", "everywhere", () -> new AlteredGuest() {
                    @Override
                    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
                        return Eligibility.yes("anywhere");
                    }
                }));
    }
}
