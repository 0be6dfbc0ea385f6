// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.guard;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;

/**
 * The services of one kind that bundles registered. None is made before it is asked. Safe for use by several threads.
 *
 * @param <S> the vendors' interface
 * @param <C> how it is called
 */
public final class RegisteredServices<S, C> {
    private final Map<ServiceReference<S>, Entry<S, C>> all = new ConcurrentHashMap<>();
    private final Function<VendorService<S>, C> calls;

    /** Nothing is registered yet. */
    public RegisteredServices(Function<VendorService<S>, C> calls) {
        this.calls = calls;
    }

    private record Entry<S, C>(VendorService<S> service, C calls) {}

    /** Notes one. */
    public void add(ServiceReference<S> reference) {
        VendorService<S> service = VendorService.of(reference);
        all.put(reference, new Entry<>(service, calls.apply(service)));
    }

    /** Forgets one. */
    public void remove(ServiceReference<S> reference) {
        Entry<S, C> entry = all.remove(reference);
        if (entry != null) {
            entry.service().close();
        }
    }

    /** Those that are there, the highest ranking first; of one ranking the oldest. */
    public List<C> list() {
        return all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
                .map(entry -> entry.getValue().calls())
                .toList();
    }
}
