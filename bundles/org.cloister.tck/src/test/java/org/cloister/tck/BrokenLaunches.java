// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.cloister.tck.BrokenGuests.fault;
import static org.cloister.tck.BrokenGuests.stuck;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.tck.BrokenGuests.Fault;

/** Faults in the calls of a launch. */
final class BrokenLaunches {
    private BrokenLaunches() {}

    static List<Fault> all() {
        return List.of(
                fault("init", "null", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
                        return null;
                    }
                }),
                fault("start", "an Error", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext start(LaunchContext context, Machine machine) {
                        throw new LinkageError("broken");
                    }
                }),
                fault("update", "a context of another schema", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
                        return super.update(context, range, machine).under(new ContextSchema("other", 1));
                    }
                }),
                fault("update.unknown-kind", "takes it", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
                        return range.name().equals("tck") ? context : super.update(context, range, machine);
                    }
                }),
                stuck("finish", "sleeps and cannot be woken", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext finish(LaunchContext context, Machine machine) {
                        return BrokenGuests.asleep();
                    }
                }),
                fault("measure", "null", () -> new AlteredGuest() {
                    @Override
                    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
                        return null;
                    }
                }),
                fault("measure.repeatable", "another each time", () -> new AlteredGuest() {
                    private final AtomicInteger asked = new AtomicInteger();

                    @Override
                    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
                        Bytes number = Bytes.of(new byte[] {(byte) asked.incrementAndGet()});
                        return new Outcome<>(context, Measurement.of("SHA-384", number, Measurement.Source.COMPUTED));
                    }
                }),
                fault("measure.paused", "not before the finish", () -> new AlteredGuest() {
                    @Override
                    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
                        if (!status(context, machine).ready()) {
                            throw Problem.operation("test.early", "too early").exception();
                        }
                        return super.measure(context, machine);
                    }
                }),
                fault("status", "an exception of Java's", () -> new AlteredGuest() {
                    @Override
                    public GuestStatus status(LaunchContext context, Machine machine) {
                        throw new IllegalStateException("broken");
                    }
                }),
                fault("status.early", "ready before the start", () -> new AlteredGuest() {
                    @Override
                    public GuestStatus status(LaunchContext context, Machine machine) {
                        GuestStatus status = super.status(context, machine);
                        return status.state().equals("uninit") ? new GuestStatus("running", true, "") : status;
                    }
                }),
                fault("status.shared-page", "believes its own notes", () -> new AlteredGuest() {
                    @Override
                    public GuestStatus status(LaunchContext context, Machine machine) {
                        GuestStatus status = super.status(context, machine);
                        return new GuestStatus(status.state(), status.state().equals("running"), "");
                    }
                }),
                fault("order.update-late", "takes it", () -> new AlteredGuest() {
                    @Override
                    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
                        return status(context, machine).ready() ? context : super.update(context, range, machine);
                    }
                }));
    }
}
