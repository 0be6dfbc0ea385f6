// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.cloister.tck.BrokenGuests.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.memory.MemoryView;
import org.cloister.tck.BrokenGuests.Fault;

/** Faults that show when calls come again, at once, or in another order. */
final class BrokenOrders {
    private static final String LARGEST = "x".repeat(17 << 20);

    private BrokenOrders() {}

    static List<Fault> all() {
        return List.of(
                fault("launch.again", "counts its launches into the digest", Numbering::new),
                fault("launch.parallel", "refuses a call beside another", Alone::new),
                fault("context.size", "17 MiB", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
                        return super.init(request, plan, machine).with("large", new ContextValue.Text(LARGEST));
                    }
                }),
                fault("plan.unchanged", "writes to the bytes of its plan", Scribbling::new),
                fault("plan.given", "knows its plans again", Recognizing::new),
                fault("order.finish-first", "takes it for the end", () -> new Lenient() {
                    @Override
                    public LaunchContext finish(LaunchContext context, Machine machine) {
                        return is(context, "uninit") ? skipped(context) : super.finish(context, machine);
                    }
                }),
                fault("order.update-first", "takes it for the whole", () -> new Lenient() {
                    @Override
                    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
                        return is(context, "uninit") ? skipped(context) : super.update(context, range, machine);
                    }
                }),
                fault("order.start-twice", "takes it for the end", () -> new Lenient() {
                    @Override
                    public LaunchContext start(LaunchContext context, Machine machine) {
                        return is(context, "launch-update") ? skipped(context) : super.start(context, machine);
                    }
                }),
                fault("order.init-twice", "takes what is there for launched", () -> new Lenient() {
                    @Override
                    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
                        MemoryView view = machine.memory().hostView();
                        boolean filled = plan.memory().stream()
                                .anyMatch(region -> !view.written(region).isEmpty());
                        return filled
                                ? skipped(LaunchContext.empty(plan.type(), contextSchema()))
                                : super.init(request, plan, machine);
                    }
                }));
    }

    /** Says that it is ready when it was led astray. */
    private static class Lenient extends AlteredGuest {
        static boolean is(LaunchContext context, String state) {
            return new ContextValue.Text(state).equals(context.values().get("state"));
        }

        static LaunchContext skipped(LaunchContext context) {
            return context.with("skipped", new ContextValue.Flag(true));
        }

        @Override
        public GuestStatus status(LaunchContext context, Machine machine) {
            return context.values().containsKey("skipped")
                    ? new GuestStatus("running", true, "")
                    : super.status(context, machine);
        }
    }

    private static final class Numbering extends AlteredGuest {
        private final AtomicInteger launches = new AtomicInteger();

        @Override
        public Optional<Measurement> expect(LaunchPlan plan) {
            return Optional.empty();
        }

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            return super.init(request, plan, machine)
                    .with("number", new ContextValue.Number(launches.incrementAndGet()));
        }

        @Override
        public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
            Bytes number = Bytes.of(new byte[] {(byte) context.number("number")});
            return new Outcome<>(context, Measurement.of("SHA-384", number, Measurement.Source.COMPUTED));
        }
    }

    private static final class Alone extends AlteredGuest {
        private final AtomicInteger inside = new AtomicInteger();

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            try {
                inside.incrementAndGet();
                // Where launches that come at the same time wait for each other
                machine.vcpu(0);
                if (inside.get() > 1) {
                    throw Problem.operation("test.busy", "one at a time").exception();
                }
                return super.init(request, plan, machine);
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    /** Each plan is of arrays of its own, of which the first changes when its launch is finished. */
    private static final class Scribbling extends AlteredGuest {
        private final Map<LaunchPlan, byte[]> made = Collections.synchronizedMap(new IdentityHashMap<>());
        private final Map<Long, byte[]> launched = Collections.synchronizedMap(new HashMap<>());
        private final AtomicInteger launches = new AtomicInteger();

        @Override
        public LaunchPlan plan(GuestRequest request) {
            LaunchPlan plan = super.plan(request);
            byte[] own = plan.ranges().get(0).content().orElseThrow().toArray();
            List<InitialRange> ranges = new ArrayList<>(plan.ranges());
            InitialRange first = ranges.get(0);
            ranges.set(
                    0,
                    new InitialRange(
                            first.name(),
                            first.gpa(),
                            first.size(),
                            first.kind(),
                            Optional.of(Bytes.wrap(own)),
                            first.role()));
            LaunchPlan mine = new LaunchPlan(
                    plan.type(),
                    plan.memory(),
                    ranges,
                    plan.vcpus(),
                    plan.vcpusMeasured(),
                    plan.policy(),
                    plan.profile(),
                    plan.notes());
            made.put(mine, own);
            return mine;
        }

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            long number = launches.incrementAndGet();
            if (made.containsKey(plan)) {
                launched.put(number, made.get(plan));
            }
            return super.init(request, plan, machine).with("number", new ContextValue.Number(number));
        }

        @Override
        public LaunchContext finish(LaunchContext context, Machine machine) {
            LaunchContext finished = super.finish(context, machine);
            byte[] own = launched.remove(context.number("number"));
            if (own != null) {
                own[0]++;
            }
            return finished;
        }

        @Override
        public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
            return Optional.empty();
        }
    }

    private static final class Recognizing extends AlteredGuest {
        private final Set<LaunchPlan> made =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

        @Override
        public LaunchPlan plan(GuestRequest request) {
            LaunchPlan plan = super.plan(request);
            made.add(plan);
            return plan;
        }

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            if (!made.contains(plan)) {
                throw Problem.operation("test.unknown", "not my plan").exception();
            }
            return super.init(request, plan, machine);
        }
    }
}
