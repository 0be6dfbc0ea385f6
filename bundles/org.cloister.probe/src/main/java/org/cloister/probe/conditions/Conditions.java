// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.conditions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.cloister.api.Deadline;
import org.cloister.api.host.PlatformConditions;
import org.cloister.api.platform.Vmm;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;

/**
 * A condition for each feature of each trust that any platform offers. A look registers and unregisters only what
 * changed. All looks are made by one thread, without a lock: a platform comes, goes or changes without waiting for
 * them, and neither it nor who listens for conditions can hold up anybody but the platform itself.
 */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Conditions implements PlatformConditions {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Duration limit;
    private final Map<ServiceReference<Vmm>, QuestionedPlatform> platforms = new ConcurrentHashMap<>();
    private final SortedMap<String, ServiceRegistration<Condition>> holding = new ConcurrentSkipListMap<>();
    private final CoalescedWork<List<Change>> looks = new CoalescedWork<>("conditions", this::look);
    private volatile boolean closed;

    /** Registers conditions by the context of this bundle. */
    @Activate
    public Conditions(BundleContext context) {
        this(context, LIMIT);
    }

    /** With another limit for the answers of all platforms. */
    Conditions(BundleContext context, Duration limit) {
        this.context = context;
        this.limit = limit;
    }

    @Reference(service = Vmm.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindVmm(ServiceReference<Vmm> reference) {
        platforms.put(reference, new QuestionedPlatform(reference, looks::request));
        looks.request();
    }

    /** One that was configured otherwise may offer something else. */
    void updatedVmm(ServiceReference<Vmm> reference) {
        looks.request();
    }

    void unbindVmm(ServiceReference<Vmm> reference) {
        QuestionedPlatform gone = platforms.remove(reference);
        if (gone != null) {
            gone.close();
        }
        looks.request();
    }

    @Deactivate
    void deactivate() {
        closed = true;
        looks.close();
        platforms.values().forEach(QuestionedPlatform::close);
        holding.keySet().forEach(this::withdraw);
    }

    @Override
    public SortedSet<String> holding() {
        return new TreeSet<>(holding.keySet());
    }

    @Override
    public List<Change> refresh() {
        return looks.await().orElse(List.of());
    }

    /** In the one thread that looks. */
    private List<Change> look() throws InterruptedException {
        List<Change> changes = new ArrayList<>();
        Map<String, String> offered = offered();
        for (String gone : holding()) {
            if (!offered.containsKey(gone) && withdraw(gone)) {
                changes.add(new Change(gone, false, "no platform offers it any more"));
            }
        }
        offered.forEach((id, reason) -> {
            if (!holding.containsKey(id) && register(id)) {
                changes.add(new Change(id, true, reason));
            }
        });
        return changes;
    }

    /** All are asked at once, so that several that do not answer cost no more than one. */
    private SortedMap<String, String> offered() throws InterruptedException {
        List<QuestionedPlatform> all = List.copyOf(platforms.values());
        all.forEach(QuestionedPlatform::ask);
        SortedMap<String, String> offered = new TreeMap<>();
        Deadline deadline = Deadline.after(limit);
        for (QuestionedPlatform platform : all) {
            platform.answer(deadline, limit)
                    .ifPresent(offer ->
                            offer.ids().forEach(id -> offered.putIfAbsent(id, offer.platform() + " offers it")));
        }
        return offered;
    }

    private boolean register(String id) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Condition.CONDITION_ID, id);
        try {
            holding.put(id, context.registerService(Condition.class, Condition.INSTANCE, properties));
        } catch (IllegalStateException e) {
            // The bundle of this component has ended
            return false;
        }
        return !closed || !withdraw(id);
    }

    private boolean withdraw(String id) {
        ServiceRegistration<Condition> registration = holding.remove(id);
        if (registration == null) {
            return false;
        }
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            // The framework did it already, at the end of this bundle
        }
        return true;
    }
}
