// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.EndedGuest;
import org.cloister.api.launch.Expectation;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Preview;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.api.launch.Selection;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;
import org.cloister.core.doctor.CoreDoctor;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Listeners;
import org.cloister.core.guard.VendorServices;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.SettingsSource;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Chooses, plans, makes the machine and launches into it.
 *
 * <p>Guest types and platforms come and go while this service stays: both references are dynamic, so that replacing one
 * never stops launches of the others. Immediate, because a delayed component ends with its last user (OSGi Compendium
 * 112.5.4), and guests would end with it.
 */
@Component(
        service = {GuestLauncher.class, Launcher.class},
        immediate = true,
        configurationPid = LaunchRules.PID)
public final class Launcher implements GuestLauncher {
    private final GuardedCalls calls;
    private final SettingsSource settings;
    private final Backends backends;
    private final Platforms platforms;
    private final RequestPlanner preflight;
    private final PolicyJudge policies;
    private final Selector selector;
    private final Listeners listeners;
    private final Guests guests;
    private final PlatformEnd ends;
    private final GuestFactory placement;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile CoreDoctor doctor;

    /** For the service registry. */
    @Activate
    public Launcher(@Reference GuardedCalls calls, @Reference SettingsSource settings) {
        this(calls, settings, PlatformEnd.LIMIT);
    }

    /** With another limit for the end of a guest whose platform goes. */
    Launcher(GuardedCalls calls, SettingsSource settings, Duration end) {
        this.calls = calls;
        this.settings = settings;
        backends = new Backends(calls);
        platforms = new Platforms(calls);
        preflight = new RequestPlanner(backends, calls, () -> doctor().map(known -> known));
        policies = new PolicyJudge(backends);
        selector = new Selector(platforms, backends, calls, this::doctor);
        listeners = new Listeners(calls);
        guests = new Guests(listeners, calls);
        ends = new PlatformEnd(guests, end);
        placement = new GuestFactory(backends, platforms, guests);
    }

    private Optional<CoreDoctor> doctor() {
        return Optional.ofNullable(doctor);
    }

    /** The settings change while guests live: guests and launches that have begun go on. */
    @Activate
    @Modified
    void configure(Map<String, Object> configuration) {
        settings.serve(policies, listeners);
        settings.configured(configuration);
        // Bundles are looked at before anybody launches
        calls.during(settings.answer());
    }

    private LaunchRules rules() {
        LaunchRules now = settings.get();
        calls.during(settings.answer());
        return now;
    }

    @Reference(
            service = ConfidentialGuestSupport.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindSupport(ServiceReference<ConfidentialGuestSupport> reference) {
        addSupport(ServiceKey.of(reference), () -> VendorServices.get(reference));
    }

    /** Its ranking may be another one. */
    void updatedSupport(ServiceReference<ConfidentialGuestSupport> reference) {
        rankSupport(ServiceKey.of(reference));
    }

    void unbindSupport(ServiceReference<ConfidentialGuestSupport> reference) {
        removeSupport(ServiceKey.of(reference));
        VendorServices.release(reference, calls);
    }

    @Reference(service = Vmm.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindVmm(ServiceReference<Vmm> reference) {
        addVmm(ServiceKey.of(reference), () -> VendorServices.get(reference));
    }

    /** Its ranking may be another one. */
    void updatedVmm(ServiceReference<Vmm> reference) {
        rankVmm(ServiceKey.of(reference));
    }

    /** The platform still works while this goes on, so its guests end here. */
    void unbindVmm(ServiceReference<Vmm> reference) {
        removeVmm(ServiceKey.of(reference));
        VendorServices.release(reference, calls);
    }

    @Reference(
            service = PlatformListener.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindListener(ServiceReference<PlatformListener> reference) {
        addListener(ServiceKey.of(reference), () -> VendorServices.get(reference));
    }

    void unbindListener(ServiceReference<PlatformListener> reference) {
        removeListener(ServiceKey.of(reference));
        VendorServices.release(reference, calls);
    }

    void addSupport(ServiceKey key, Supplier<ConfidentialGuestSupport> service) {
        backends.add(key, service);
    }

    void rankSupport(ServiceKey key) {
        backends.rank(key);
    }

    void rankVmm(ServiceKey key) {
        platforms.rank(key);
    }

    void removeSupport(ServiceKey key) {
        backends.remove(key);
    }

    void addVmm(ServiceKey key, Supplier<Vmm> service) {
        platforms.add(key, service);
    }

    void removeVmm(ServiceKey key) {
        platforms.remove(key).ifPresent(platform -> ends.of(platform, key.provider()));
    }

    void addListener(ServiceKey key, Supplier<PlatformListener> service) {
        listeners.add(key.id(), key.provider(), service);
    }

    void removeListener(ServiceKey key) {
        listeners.remove(key.id());
    }

    /** What a swap may do to this launcher; for this bundle alone. */
    public Replacement replacement() {
        return new Replacement(backends, platforms, guests, calls);
    }

    /**
     * For who lets code in: refuses where no good settings were ever read.
     *
     * @throws org.cloister.api.settings.SettingsException with everything that is wrong
     */
    public void requireSettings() {
        settings.require();
    }

    @Override
    public Selection select(LaunchRequest request) {
        LaunchRules now = rules();
        return selector.select(preflight.plan(request, now), request, now).selection();
    }

    @Override
    public boolean offers(Candidate candidate, Class<? extends GuestCapability> capability) {
        PlatformFacts facts =
                platforms.there(candidate.trust(), candidate.platform()).facts();
        return backends.best(candidate.type())
                .map(backend -> backend.ask(support -> CapabilityCalls.offers(support, capability, facts)))
                .orElse(false);
    }

    @Override
    public Preview preview(LaunchRequest request) {
        LaunchRules now = rules();
        List<RequestPlanner.Planned> planned = preflight.plan(request, now);
        Selector.Result result = selector.select(planned, request, now);
        Selector.Choice choice = Selector.require(result, planned, request);
        return new Preview(
                result.selection(),
                choice.plan(),
                choice.backend().askForPlan(support -> support.expect(choice.plan())));
    }

    @Override
    public Optional<Expectation> expect(GuestType type, GuestRequest request) {
        return preflight.expect(type, request);
    }

    @Override
    public boolean needsFirmware(GuestType type) {
        return preflight.needsFirmware(type);
    }

    @Override
    public Guest launch(LaunchRequest request, LaunchListener listener, Limits limits) {
        LaunchOperation run = null;
        try {
            run = new LaunchOperation(preflight, selector, placement, request, rules(), listener, limits);
            LaunchedGuest guest = run.in(calls, backends);
            run.tellNews();
            return guest;
        } catch (RuntimeException e) {
            Optional.ofNullable(run).ifPresent(LaunchOperation::tellNews);
            listeners.failed(Failures.of(request, e));
            throw e;
        }
    }

    @Override
    public Guest receive(ReceiveSource source, LaunchListener listener, Limits limits) {
        return new Arrival(backends, platforms, placement, guests.twins(), calls, rules()).of(source, listener, limits);
    }

    @Override
    public List<Guest> guests() {
        return guests.list();
    }

    @Override
    public List<EndedGuest> ended() {
        return guests.ended();
    }

    /** Guests live in this process: when the launcher goes, nobody could end them any more. */
    @Deactivate
    void close() {
        guests.closeAll();
    }
}
