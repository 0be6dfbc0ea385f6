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
        add(id(reference), bundle(reference), () -> VendorServices.get(reference));
    }

    /** Notes one under a number of its own, with the words that name its bundle. */
    void add(long id, String bundle, Supplier<S> service) {
        Vendor vendor = calls.vendor(id, bundle);
        all.put(id, new Entry<>(vendor, Optional.empty()));
        arrivals.look(vendor, () -> looked(id, service, vendor), e -> {});
    }

    private void looked(long id, Supplier<S> got, Vendor vendor) {
        C service = look.apply(got, vendor);
        all.computeIfPresent(
                id, (key, there) -> there.vendor() == vendor ? new Entry<>(vendor, Optional.of(service)) : there);
    }

    /** Forgets one. */
    public void remove(ServiceReference<S> reference) {
        remove(id(reference));
        VendorServices.release(reference, calls);
    }

    void remove(long id) {
        Optional.ofNullable(all.remove(id)).map(Entry::vendor).ifPresent(calls::went);
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
