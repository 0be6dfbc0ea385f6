// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.cloister.tck.BrokenGuests.fault;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.tck.BrokenGuests.Fault;

/** Faults that a single launch does not show. */
final class BrokenManners {
    private BrokenManners() {}

    private static CloisterException refused() {
        return Problem.operation("test.refused", "refused").exception();
    }

    static List<Fault> all() {
        return List.of(
                fault("launch.interleaved", "counts ranges in a field", Counting::new),
                fault("context.unchanged", "writes to bytes of a context", Writing::new),
                fault("context.copied", "knows its contexts again", Remembering::new),
                fault("failure.told", "swallows failures", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
                        try {
                            return super.update(context, range, machine);
                        } catch (CloisterException e) {
                            if (range.name().equals("tck")
                                    || status(context, machine).ready()) {
                                throw e;
                            }
                            return context;
                        }
                    }
                }),
                fault("failure.told", "wraps failures", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext start(LaunchContext context, Machine machine) {
                        try {
                            return super.start(context, machine);
                        } catch (CloisterException e) {
                            if (context.values().get("state").equals(new ContextValue.Text("uninit"))) {
                                throw new IllegalStateException(e);
                            }
                            throw e;
                        }
                    }
                }),
                fault("failure.over", "the launch after a failed one fails", Sulking::new),
                fault("limits", "cancelled, it blames the host", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext start(LaunchContext context, Machine machine) {
                        if (machine.limits().cancellation().isCancelled()) {
                            throw Problem.host("test.host", "the host is slow").exception();
                        }
                        return super.start(context, machine);
                    }
                }),
                fault("reset", "another guest", () -> new AlteredGuest() {
                    @Override
                    public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
                        GuestReset other = context -> {
                            GuestRequest of = new SnpGuestSupport().reset(context);
                            return new GuestRequest(
                                    of.firmware(), of.boot(), 2, of.vcpuType(), of.memory(), of.properties());
                        };
                        return capability == GuestReset.class ? Optional.of(capability.cast(other)) : Optional.empty();
                    }
                }),
                fault("machine.late", "keeps a machine", () -> new AlteredGuest() {
                    private volatile Machine kept;

                    @Override
                    public LaunchContext finish(LaunchContext context, Machine machine) {
                        if (kept != null) {
                            kept.vcpus();
                        }
                        kept = machine;
                        return super.finish(context, machine);
                    }
                }),
                fault("threads.as-before", "leaves an interrupt", () -> new AlteredGuest() {
                    @Override
                    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
                        Thread.currentThread().interrupt();
                        return super.measure(context, machine);
                    }
                }),
                fault("threads.as-before", "leaves a class loader", () -> new AlteredGuest() {
                    @Override
                    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
                        Thread.currentThread().setContextClassLoader(null);
                        return super.measure(context, machine);
                    }
                }),
                fault("threads.none", "leaves a thread", Threading::new));
    }

    private static final class Counting extends AlteredGuest {
        private int count;

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            count = plan.ranges().size();
            return super.init(request, plan, machine);
        }

        @Override
        public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
            LaunchContext updated = super.update(context, range, machine);
            count--;
            return updated;
        }

        @Override
        public LaunchContext finish(LaunchContext context, Machine machine) {
            if (count != 0) {
                throw refused();
            }
            return super.finish(context, machine);
        }
    }

    private static final class Writing extends AlteredGuest {
        private final byte[] written = new byte[1];

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            return super.init(request, plan, machine).with("count", new ContextValue.Blob(Bytes.wrap(written)));
        }

        @Override
        public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
            written[0]++;
            return super.measure(context, machine);
        }
    }

    private static final class Remembering extends AlteredGuest {
        private final Set<LaunchContext> known =
                Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            LaunchContext first = super.init(request, plan, machine);
            known.add(first);
            return first;
        }

        @Override
        public LaunchContext start(LaunchContext context, Machine machine) {
            if (!known.contains(context)) {
                throw refused();
            }
            LaunchContext next = super.start(context, machine);
            known.add(next);
            return next;
        }
    }

    private static final class Sulking extends AlteredGuest {
        private volatile boolean failed;

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            if (failed) {
                failed = false;
                throw refused();
            }
            return super.init(request, plan, machine);
        }

        @Override
        public LaunchContext finish(LaunchContext context, Machine machine) {
            try {
                return super.finish(context, machine);
            } catch (CloisterException e) {
                failed = e.problem().code().startsWith("tck.");
                throw e;
            }
        }
    }

    private static final class Threading extends AlteredGuest {
        @Override
        public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
            Thread thread = new Thread(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
            return super.measure(context, machine);
        }
    }
}
