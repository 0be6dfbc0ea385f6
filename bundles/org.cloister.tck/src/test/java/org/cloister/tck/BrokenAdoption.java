// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.cloister.tck.BrokenGuests.beside;
import static org.cloister.tck.BrokenGuests.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.Problem;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.tck.BrokenGuests.Fault;

/** Faults in going on with what others began, and in letting them go on. */
final class BrokenAdoption {
    private BrokenAdoption() {}

    static List<Fault> all() {
        return List.of(
                fault("adopt.declared", "as it is, under the older schema", () -> new Translated("queue") {
                    @Override
                    public LaunchContext adopt(LaunchContext older) {
                        return older;
                    }
                }),
                fault("adopt.effectless", "counts how often", () -> new Translated("queue") {
                    private final AtomicInteger asked = new AtomicInteger();

                    @Override
                    public LaunchContext adopt(LaunchContext older) {
                        return super.adopt(older).with("asked", new ContextValue.Number(asked.incrementAndGet()));
                    }
                }),
                beside("adopt.takes-over", "finishes only what it began", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext start(LaunchContext context, Machine machine) {
                        return super.start(context, machine).with("mine", new ContextValue.Flag(true));
                    }

                    @Override
                    public LaunchContext finish(LaunchContext context, Machine machine) {
                        if (!context.values().containsKey("mine")) {
                            throw Problem.operation("test.foreign", "not mine").exception();
                        }
                        return super.finish(context, machine);
                    }
                }),
                beside("adopt.hands-over", "has a name of its own for the queue", () -> new Translated("mine") {
                    @Override
                    public ContextSchema contextSchema() {
                        return sound.contextSchema();
                    }
                }));
    }

    /** Keeps contexts under the schema's second version, with a name of its own for one value, and adopts the first. */
    private static class Translated extends AlteredGuest {
        private static final String THEIRS = "queue";

        private final String name;

        Translated(String name) {
            this.name = name;
        }

        @Override
        public ContextSchema contextSchema() {
            return new ContextSchema(sound.contextSchema().name(), 2);
        }

        @Override
        public boolean canAdopt(ContextSchema schema) {
            return schema.equals(contextSchema()) || sound.canAdopt(schema);
        }

        @Override
        public LaunchContext adopt(LaunchContext older) {
            return own(older);
        }

        private LaunchContext own(LaunchContext context) {
            return renamed(context, THEIRS, name).under(contextSchema());
        }

        private LaunchContext theirs(LaunchContext context) {
            return renamed(context, name, THEIRS).under(sound.contextSchema());
        }

        private static LaunchContext renamed(LaunchContext context, String from, String to) {
            Map<String, ContextValue> values = new LinkedHashMap<>();
            context.values().forEach((key, value) -> values.put(key.equals(from) ? to : key, value));
            return new LaunchContext(context.type(), context.schema(), values);
        }

        @Override
        public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
            return own(super.init(request, plan, machine));
        }

        @Override
        public LaunchContext start(LaunchContext context, Machine machine) {
            return own(super.start(theirs(context), machine));
        }

        @Override
        public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
            return own(super.update(theirs(context), range, machine));
        }

        @Override
        public LaunchContext finish(LaunchContext context, Machine machine) {
            return own(super.finish(theirs(context), machine));
        }

        @Override
        public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
            Outcome<Measurement> outcome = super.measure(theirs(context), machine);
            return new Outcome<>(own(outcome.context()), outcome.value());
        }

        @Override
        public GuestStatus status(LaunchContext context, Machine machine) {
            return super.status(theirs(context), machine);
        }
    }
}
