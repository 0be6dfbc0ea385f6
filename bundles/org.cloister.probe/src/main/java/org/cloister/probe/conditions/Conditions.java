// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.conditions;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;

/**
 * A condition for each feature of each trust that any platform offers. A refresh registers and unregisters only what
 * changed.
 */
@Component(immediate = true)
public final class Conditions implements PlatformConditions {
    private static final System.Logger LOG = System.getLogger(Conditions.class.getName());

    private final List<Vmm> platforms = new CopyOnWriteArrayList<>();
    private final SortedMap<String, ServiceRegistration<Condition>> holding = new TreeMap<>();
    private BundleContext context;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindVmm(Vmm vmm) {
        platforms.add(vmm);
        refresh();
    }

    /** One that was configured otherwise may offer something else. */
    void updatedVmm(Vmm vmm) {
        refresh();
    }

    void unbindVmm(Vmm vmm) {
        platforms.remove(vmm);
        refresh();
    }

    @Activate
    synchronized void activate(BundleContext bundle) {
        context = bundle;
        refresh();
    }

    @Deactivate
    synchronized void deactivate() {
        context = null;
        holding.values().forEach(ServiceRegistration::unregister);
        holding.clear();
    }

    @Override
    public synchronized SortedSet<String> holding() {
        return new TreeSet<>(holding.keySet());
    }

    @Override
    public synchronized List<Change> refresh() {
        List<Change> changes = new ArrayList<>();
        if (context == null) {
            return changes;
        }
        Map<String, String> offered = offered();
        for (String gone : holding()) {
            if (!offered.containsKey(gone)) {
                holding.remove(gone).unregister();
                changes.add(new Change(gone, false, "no platform offers it any more"));
            }
        }
        offered.forEach((id, reason) -> {
            if (!holding.containsKey(id)) {
                holding.put(id, register(id));
                changes.add(new Change(id, true, reason));
            }
        });
        return changes;
    }

    private ServiceRegistration<Condition> register(String id) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Condition.CONDITION_ID, id);
        return context.registerService(Condition.class, Condition.INSTANCE, properties);
    }

    private SortedMap<String, String> offered() {
        SortedMap<String, String> offered = new TreeMap<>();
        for (Vmm vmm : platforms) {
            try {
                PlatformFacts facts = vmm.facts();
                facts.features()
                        .keySet()
                        .forEach(feature -> offered.putIfAbsent(id(facts, feature), vmm.name() + " offers it"));
            } catch (RuntimeException e) {
                // A vendor's platform that fails offers nothing, and must not take the others with it
                LOG.log(Level.WARNING, "platform " + vmm + " does not report what it offers", e);
            }
        }
        return offered;
    }

    private static String id(PlatformFacts facts, String feature) {
        return "cloister." + facts.trust().name().toLowerCase(Locale.ROOT) + "." + feature;
    }
}
