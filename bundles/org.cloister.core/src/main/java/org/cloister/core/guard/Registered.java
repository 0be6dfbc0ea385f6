// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * The services of one kind that vendors registered, as they were got and asked who they are.
 *
 * @param <S> the vendors' interface
 * @param <C> how it is called
 */
public final class Registered<S, C> {
    private final Map<Long, Entry<C>> all = new ConcurrentSkipListMap<>();
    private final GuardedCalls calls;
    private final Arrivals arrivals;
    private final BiFunction<Supplier<S>, Vendor, C> look;

    /** Nothing is registered yet. */
    public Registered(GuardedCalls calls, BiFunction<Supplier<S>, Vendor, C> look) {
        this.calls = calls;
        this.arrivals = new Arrivals(calls);
        this.look = look;
    }

    private record Entry<C>(Vendor vendor, Optional<C> service) {}

    /** Notes one; it is got outside this thread. */
    public void add(ServiceReference<S> reference) {
        Vendor vendor = calls.vendor(id(reference), bundle(reference));
        all.put(id(reference), new Entry<>(vendor, Optional.empty()));
        arrivals.look(vendor, () -> looked(reference, vendor), e -> {});
    }

    private void looked(ServiceReference<S> reference, Vendor vendor) {
        C service = look.apply(() -> VendorServices.get(reference), vendor);
        all.computeIfPresent(
                id(reference),
                (id, there) -> there.vendor() == vendor ? new Entry<>(vendor, Optional.of(service)) : there);
    }

    /** Forgets one. */
    public void remove(ServiceReference<S> reference) {
        Optional.ofNullable(all.remove(id(reference))).map(Entry::vendor).ifPresent(calls::went);
        VendorServices.release(reference, calls);
    }

    /** Those that are there and say who they are. */
    public List<C> list() {
        arrivals.settle();
        return all.values().stream().flatMap(entry -> entry.service().stream()).toList();
    }

    private static long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    private static String bundle(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        return bundle == null ? "service " + id(reference) : bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
