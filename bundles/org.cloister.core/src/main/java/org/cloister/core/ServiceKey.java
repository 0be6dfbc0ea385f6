package org.cloister.core;

import java.util.Comparator;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Who registered a service and how it ranks.
 *
 * @param ranking {@code service.ranking}
 * @param id {@code service.id}
 * @param provider the bundle, for messages
 */
record ServiceKey(int ranking, long id, String provider) {
    /** OSGi's order: the highest ranking first, of equals the one that was registered first. */
    static final Comparator<ServiceKey> PREFERENCE =
            Comparator.comparingInt(ServiceKey::ranking).reversed().thenComparingLong(ServiceKey::id);

    static ServiceKey of(ServiceReference<?> reference) {
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        long id = (Long) reference.getProperty(Constants.SERVICE_ID);
        var bundle = reference.getBundle();
        String provider = bundle == null ? "service " + id : bundle.getSymbolicName() + " " + bundle.getVersion();
        return new ServiceKey(ranking, id, provider);
    }
}
