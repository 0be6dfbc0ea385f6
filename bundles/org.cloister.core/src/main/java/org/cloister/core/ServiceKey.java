// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Comparator;
import java.util.Optional;
import org.cloister.api.operate.BackendFile;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Who registered a service and how it ranks.
 *
 * @param ranking {@code service.ranking}, or that of the backend it replaced when that was higher
 * @param turn higher for what was installed by a later swap, 0 for what was not installed by one
 * @param id {@code service.id}
 * @param owner the bundle
 */
public record ServiceKey(int ranking, long turn, long id, Owner owner) {
    /**
     * The highest ranking first, of equals the last one that was swapped in, then OSGi's order: the one that was
     * registered first.
     */
    static final Comparator<ServiceKey> PREFERENCE = Comparator.comparingInt(ServiceKey::ranking)
            .reversed()
            .thenComparing(Comparator.comparingLong(ServiceKey::turn).reversed())
            .thenComparingLong(ServiceKey::id);

    /**
     * The bundle behind a service.
     *
     * @param bundle its number, 0 when there is none
     * @param name its symbolic name
     * @param version its version
     * @param location where the bundle came from, empty when there is none
     */
    public record Owner(long bundle, String name, String version, String location) {
        /** What it was swapped in from, if it was. */
        public Optional<BackendFile> file() {
            return SwapLocation.parse(location).flatMap(SwapLocation::file);
        }

        /** Name and version. */
        @Override
        public String toString() {
            return version.isEmpty() ? name : name + " " + version;
        }
    }

    /** A service that no bundle registered. */
    ServiceKey(int ranking, long id, String provider) {
        this(ranking, 0, id, new Owner(0, provider, "", ""));
    }

    static ServiceKey of(ServiceReference<?> reference) {
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        long id = (Long) reference.getProperty(Constants.SERVICE_ID);
        var bundle = reference.getBundle();
        if (bundle == null) {
            return new ServiceKey(ranking, id, "service " + id);
        }
        Owner owner = new Owner(
                bundle.getBundleId(),
                String.valueOf(bundle.getSymbolicName()),
                bundle.getVersion().toString(),
                bundle.getLocation());
        return SwapLocation.parse(owner.location())
                .map(swapped -> new ServiceKey(Math.max(ranking, swapped.ranking()), owner.bundle(), id, owner))
                .orElseGet(() -> new ServiceKey(ranking, 0, id, owner));
    }

    /** The bundle, for messages. */
    String provider() {
        return owner.toString();
    }
}
