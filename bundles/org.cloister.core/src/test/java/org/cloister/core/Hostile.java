// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.cloister.api.Cancellation;
import org.cloister.api.Deadline;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Outcome;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryView;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.WayToFail;

/**
 * A bundle {@code evil 1.0.0} with a guest type and a platform that work, but for one method, which fails in one way.
 * It hangs until it is closed.
 */
final class Hostile implements AutoCloseable {
    static final String BUNDLE = "evil 1.0.0";
    static final GuestType TYPE = new GuestType("evil");
    static final String PLATFORM = "evilvm";
    private static final ContextSchema SCHEMA = new ContextSchema("com.example.evil", 1);

    private final String method;
    private final WayToFail way;
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicLong struck = new AtomicLong();
    private final SoftSev behind = new SoftSev(PlatformSettings.DEFAULT);

    Hostile(String method, WayToFail way) {
        this.method = method;
        this.way = way;
    }

    /** Whether the method was called. */
    boolean hasStruck() {
        return struck.get() != 0;
    }

    /** Until a while after the method was called, however long the machine took to get there; none if it comes back. */
    Limits limits(Duration afterwards) {
        if (!way.hangs()) {
            return Limits.NONE;
        }
        return Limits.of(
                new Cancellation(),
                new Deadline(afterwards.toNanos(), () -> hasStruck() ? System.nanoTime() - struck.get() : 0));
    }

    long machines() {
        return behind.adapt(PlatformUsage.class).orElseThrow().machines();
    }

    ConfidentialGuestSupport type() {
        SnpGuestSupport real = new SnpGuestSupport();
        return proxy(ConfidentialGuestSupport.class, (called, arguments) -> switch (called.getName()) {
            case "type" -> TYPE;
            case "strength" -> 50;
            case "contextSchema" -> SCHEMA;
            case "eligible" ->
                ((PlatformFacts) arguments[0]).offers(TYPE.name())
                        ? Eligibility.yes("evil")
                        : Eligibility.no(List.of("not evil"));
            default -> evil(called.invoke(real, each(arguments)));
        });
    }

    /** One that says of itself that it takes over the guests of SEV-SNP. */
    ConfidentialGuestSupport successor() {
        SnpGuestSupport real = new SnpGuestSupport();
        ContextSchema schema = new ContextSchema("org.cloister.snp", 9);
        return proxy(ConfidentialGuestSupport.class, (called, arguments) -> switch (called.getName()) {
            case "contextSchema" -> schema;
            case "canAdopt" -> true;
            case "adopt" -> ((LaunchContext) arguments[0]).under(schema);
            default -> called.invoke(real, arguments);
        });
    }

    Vmm platform() {
        return proxy(Vmm.class, (called, arguments) -> switch (called.getName()) {
            case "name" -> PLATFORM;
            case "facts" -> facts(behind.facts());
            default -> machine(behind.create((MachineSpec) own(arguments[0])));
        });
    }

    private VirtualMachine machine(VirtualMachine real) {
        return proxy(VirtualMachine.class, (called, arguments) -> {
            Object answer = called.invoke(real, arguments);
            return answer instanceof GuestMemory memory ? memory(memory) : answer;
        });
    }

    private GuestMemory memory(GuestMemory real) {
        return proxy(GuestMemory.class, (called, arguments) -> {
            Object answer = called.invoke(real, arguments);
            return answer instanceof MemoryView view
                    ? proxy(MemoryView.class, (viewed, given) -> viewed.invoke(view, given))
                    : answer;
        });
    }

    private static PlatformFacts facts(PlatformFacts real) {
        Map<String, String> features = new HashMap<>(real.features());
        features.put(TYPE.name(), "");
        return new PlatformFacts(PLATFORM, real.trust(), features, real.absent(), real.numbers());
    }

    interface Doing {
        Object of(Method called, Object[] arguments) throws ReflectiveOperationException;
    }

    <S> S proxy(Class<S> service, Doing doing) {
        InvocationHandler handler = (proxy, called, arguments) -> {
            if (called.getName().equals(method)) {
                struck.compareAndSet(0, System.nanoTime());
                way.strike(released);
                if (way == WayToFail.NOTHING) {
                    return null;
                }
            }
            try {
                return doing.of(called, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return service.cast(Proxy.newProxyInstance(Hostile.class.getClassLoader(), new Class<?>[] {service}, handler));
    }

    private static Object[] each(Object[] arguments) {
        if (arguments == null) {
            return null;
        }
        Object[] all = arguments.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] = own(all[i]);
        }
        return all;
    }

    private static Object own(Object evil) {
        if (evil instanceof LaunchContext context) {
            return new LaunchContext(TestBed.SNP, new SnpGuestSupport().contextSchema(), context.values());
        }
        if (evil instanceof LaunchPlan plan) {
            return of(TestBed.SNP, plan);
        }
        if (evil instanceof MachineSpec spec) {
            GuestType type = spec.type().equals(TYPE) ? TestBed.SNP : spec.type();
            return new MachineSpec(type, spec.profile(), spec.memory(), spec.vcpus());
        }
        return evil;
    }

    private static Object evil(Object own) {
        if (own instanceof LaunchContext context) {
            return new LaunchContext(TYPE, SCHEMA, context.values());
        }
        if (own instanceof LaunchPlan plan) {
            return of(TYPE, plan);
        }
        if (own instanceof Outcome<?> outcome) {
            return new Outcome<>((LaunchContext) evil(outcome.context()), outcome.value());
        }
        return own;
    }

    private static LaunchPlan of(GuestType type, LaunchPlan plan) {
        return new LaunchPlan(
                type,
                plan.memory(),
                plan.ranges(),
                plan.vcpus(),
                plan.vcpusMeasured(),
                plan.policy(),
                plan.profile(),
                plan.notes());
    }

    /** Lets go what hangs. */
    @Override
    public void close() {
        released.countDown();
    }
}
