// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.cloister.api.launch.Selection;
import org.cloister.api.launch.Step;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;
import org.cloister.core.doctor.CoreDoctor;
import org.cloister.core.insight.Listeners;
import org.cloister.core.settings.CurrentSettings;
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
    private final Backends backends = new Backends();
    private final Platforms platforms = new Platforms();
    private final RequestPlanner preflight = new RequestPlanner(backends, () -> doctor().map(known -> known));
    private final PolicyJudge policies = new PolicyJudge(backends);
    private final Selector selector = new Selector(platforms, this::doctor);
    private final Listeners listeners = new Listeners();
    private final Guests guests = new Guests(listeners);
    private final PlatformEnd ends;
    private final GuestFactory placement = new GuestFactory(backends, platforms, guests);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile CoreDoctor doctor;

    @Reference
    private SettingsSource settings = new CurrentSettings();

    /** For the service registry. */
    public Launcher() {
        this(PlatformEnd.LIMIT);
    }

    /** With another limit for the end of a guest whose platform goes. */
    Launcher(Duration end) {
        ends = new PlatformEnd(guests, end);
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
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSupport(ConfidentialGuestSupport support, ServiceReference<ConfidentialGuestSupport> reference) {
        add(support, ServiceKey.of(reference));
    }

    void unbindSupport(ConfidentialGuestSupport support) {
        backends.remove(support);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindVmm(Vmm vmm, ServiceReference<Vmm> reference) {
        add(vmm, ServiceKey.of(reference));
    }

    /** The platform still works while this goes on, so its guests end here. */
    void unbindVmm(Vmm vmm) {
        platforms.remove(vmm).ifPresent(key -> ends.of(vmm, key.provider()));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindListener(PlatformListener listener) {
        listeners.add(listener);
    }

    void unbindListener(PlatformListener listener) {
        listeners.remove(listener);
    }

    void add(ConfidentialGuestSupport support, ServiceKey key) {
        backends.add(support, key);
    }

    void add(Vmm vmm, ServiceKey key) {
        platforms.add(vmm, key);
    }

    /** What a swap may do to this launcher; for this bundle alone. */
    public Replacement replacement() {
        return new Replacement(backends, platforms, guests);
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
        LaunchRules now = settings.get();
        return selector.select(preflight.plan(request, now), request, now).selection();
    }

    @Override
    public boolean offers(Candidate candidate, Class<? extends GuestCapability> capability) {
        PlatformFacts facts =
                platforms.there(candidate.trust(), candidate.platform()).facts();
        return backends.best(candidate.type())
                .map(backend -> backend.call(support -> CapabilityCalls.offers(support, capability, facts)))
                .orElse(false);
    }

    @Override
    public Preview preview(LaunchRequest request) {
        LaunchRules now = settings.get();
        List<RequestPlanner.Planned> planned = preflight.plan(request, now);
        Selector.Result result = selector.select(planned, request, now);
        Selector.Choice choice = Selector.require(result, planned, request);
        return new Preview(
                result.selection(), choice.plan(), choice.backend().call(support -> support.expect(choice.plan())));
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
        try {
            return launched(request, listener, limits);
        } catch (RuntimeException e) {
            listeners.failed(Failures.of(request, e));
            throw e;
        }
    }

    private Guest launched(LaunchRequest request, LaunchListener listener, Limits limits) {
        LaunchRules now = settings.get();
        List<Step> done = new CopyOnWriteArrayList<>();
        Steps steps = new Steps(listener, limits, done);
        List<RequestPlanner.Planned> planned = steps.run("plan", () -> preflight.plan(request, now));
        Selector.Result result = steps.run("choose", () -> selector.select(planned, request, now));
        Selector.Choice choice = Selector.require(result, planned, request);
        LaunchedGuest guest =
                steps.run("machine", () -> placement.of(choice, result.selection(), done, now), LaunchedGuest::close);
        guest.launch(choice.request(), request.paused(), steps);
        return guest;
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
