// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.conditions;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.cloister.api.platform.Vmm;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;

/** As much of a framework's registry as conditions need. */
final class Registry {
    final SortedSet<String> conditions = new ConcurrentSkipListSet<>();
    private final Bundle vendor = (Bundle) Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Bundle.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getSymbolicName" -> "vendor";
                case "getVersion" -> Version.emptyVersion;
                case "getBundleContext" -> context();
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final Map<Object, Vmm> services = new ConcurrentHashMap<>();

    BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "registerService" ->
                        registered((String) ((Dictionary<?, ?>) arguments[2]).get("osgi.condition.id"));
                    case "getService" -> services.get(arguments[0]);
                    case "ungetService" -> true;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private ServiceRegistration<?> registered(String id) {
        conditions.add(id);
        return (ServiceRegistration<?>) Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class},
                (proxy, method, arguments) -> {
                    conditions.remove(id);
                    return null;
                });
    }

    @SuppressWarnings("unchecked") // A proxy has no type arguments
    ServiceReference<Vmm> reference(Vmm vmm) {
        Object reference = Proxy.newProxyInstance(
                Registry.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "getBundle" -> vendor;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        services.put(reference, vmm);
        return (ServiceReference<Vmm>) reference;
    }
}
