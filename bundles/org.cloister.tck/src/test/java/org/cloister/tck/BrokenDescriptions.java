// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.cloister.tck.BrokenGuests.fault;
import static org.cloister.tck.BrokenGuests.stuck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.tck.BrokenGuests.Fault;

/** Faults in what a type says about itself. */
final class BrokenDescriptions {
    private BrokenDescriptions() {}

    static List<Fault> all() {
        return List.of(
                fault("type", "null", () -> new AlteredGuest() {
                    @Override
                    public GuestType type() {
                        return null;
                    }
                }),
                fault("type", "an Error", () -> new AlteredGuest() {
                    @Override
                    public GuestType type() {
                        throw new AssertionError("broken");
                    }
                }),
                fault("strength", "another each time", () -> new AlteredGuest() {
                    private final AtomicInteger asked = new AtomicInteger();

                    @Override
                    public int strength() {
                        return asked.incrementAndGet();
                    }
                }),
                stuck("contextSchema", "sleeps and cannot be woken", () -> new AlteredGuest() {
                    @Override
                    public ContextSchema contextSchema() {
                        return BrokenGuests.asleep();
                    }
                }),
                fault("properties", "one twice", () -> new AlteredGuest() {
                    @Override
                    public List<PropertyDescription> properties() {
                        return List.of(
                                super.properties().get(0), super.properties().get(0));
                    }
                }),
                fault("properties.unchanged", "its own list, as it is", () -> new AlteredGuest() {
                    private final List<PropertyDescription> own = new ArrayList<>(sound.properties());

                    @Override
                    public List<PropertyDescription> properties() {
                        return own;
                    }
                }),
                fault("requirePolicy", "an exception of Java's", () -> new AlteredGuest() {
                    @Override
                    public void requirePolicy(Map<String, String> bits) {
                        throw new IllegalArgumentException("broken");
                    }
                }),
                fault("hostNeeds", "a relative path", () -> new AlteredGuest() {
                    @Override
                    public List<HostNeed> hostNeeds() {
                        return List.of(new HostNeed("dev/sev", "load the module"));
                    }
                }),
                fault("needsFirmware", "now and then", () -> new AlteredGuest() {
                    private final AtomicInteger asked = new AtomicInteger();

                    @Override
                    public boolean needsFirmware() {
                        return asked.getAndIncrement() % 2 == 0;
                    }
                }),
                fault("measuresBeforeFinish", "now and then", () -> new AlteredGuest() {
                    private final AtomicInteger asked = new AtomicInteger();

                    @Override
                    public boolean measuresBeforeFinish() {
                        return asked.getAndIncrement() % 2 == 0;
                    }
                }),
                fault("canary", "none the second time", () -> new AlteredGuest() {
                    private final AtomicInteger asked = new AtomicInteger();

                    @Override
                    public Optional<Canary> canary() {
                        return asked.getAndIncrement() < 2 ? super.canary() : Optional.empty();
                    }
                }),
                fault("capability", "null", () -> new AlteredGuest() {
                    @Override
                    public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
                        return null;
                    }
                }),
                fault("canAdopt.own", "not its own", () -> new AlteredGuest() {
                    @Override
                    public boolean canAdopt(ContextSchema schema) {
                        return false;
                    }
                }),
                fault("canAdopt.unknown", "everything", () -> new AlteredGuest() {
                    @Override
                    public boolean canAdopt(ContextSchema schema) {
                        return true;
                    }
                }));
    }
}
