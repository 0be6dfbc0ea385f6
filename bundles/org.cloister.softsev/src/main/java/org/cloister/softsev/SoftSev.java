// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.EmulatedPlatform;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.api.settings.SettingsHolder;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.machine.SoftMachine;
import org.cloister.softsev.model.PlatformSettings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The platform in software: machines and the secure processor they share. Needs no hardware and protects nothing.
 *
 * <p>A change of its settings counts for machines that are made later. What would make the secure processor another one
 * is refused while there are machines, and what is wrong is refused always: what was in force stays.
 */
@Component(
        service = {Vmm.class, SecureProcessor.class, EmulatedPlatform.class, SettingsHolder.class},
        configurationPid = SoftSev.PID)
public final class SoftSev implements Vmm, SecureProcessor, EmulatedPlatform, SettingsHolder {
    private static final System.Logger LOG = System.getLogger(SoftSev.class.getName());

    /** The platform's name. */
    static final String NAME = "softsev";

    static final String PID = "org.cloister.softsev";

    private GivenSettings given;
    private SoftPlatform now;
    private List<Problem> refused = List.of();

    private final FactsWatchers watchers = new FactsWatchers();
    private final Runners runners = new Runners(watchers::changed);

    /**
     * For {@link java.util.ServiceLoader}, so that a guest type can be tested on a class path: a platform with the
     * default settings.
     */
    public SoftSev() {
        this(PlatformSettings.DEFAULT);
    }

    /**
     * A platform as configured. One that is configured wrongly is there as well, so that its callers get the reason; it
     * does nothing.
     */
    @Activate
    public SoftSev(Map<String, Object> configuration) {
        given = new GivenSettings(configuration, Map.of());
        SoftSettings read = given.read();
        now = SoftPlatform.of(read);
        refused = read.wrong();
    }

    /** A platform with given settings, without a framework, whose identity ends with it. */
    public SoftSev(PlatformSettings settings) {
        this(settings, Optional.empty());
    }

    /**
     * A platform with given settings, without a framework.
     *
     * @param state the folder that keeps its identity; opened and locked when the identity is needed first, until
     *     {@link #close}
     */
    public SoftSev(PlatformSettings settings, Optional<Path> state) {
        given = new GivenSettings(Map.of(), Map.of());
        now = SoftPlatform.of(settings, state, Optional.empty());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRunner(ProcessorRunner runner) {
        runners.come(runner);
    }

    void unbindRunner(ProcessorRunner runner) {
        runners.go(runner);
    }

    /** What is refused changes nothing: neither the platform nor its machines know of it. */
    @Modified
    void modified(Map<String, Object> configuration) {
        take(configuration);
        watchers.changed();
    }

    private synchronized void take(Map<String, Object> configuration) {
        GivenSettings wanted = given.configured(configuration);
        refused = given.refusals(wanted, machines());
        if (refused.isEmpty() || now.wrong().isPresent()) {
            become(wanted);
        } else {
            refused.forEach(problem -> LOG.log(
                    Level.ERROR,
                    "{0}; the settings before stay",
                    problem.at(problem.where() + " in configuration " + PID).message()));
        }
    }

    @Override
    public void configure(Map<String, String> settings, Limits limits) {
        limits.check();
        give(settings);
        watchers.changed();
    }

    private synchronized void give(Map<String, String> settings) {
        if (!given.have(settings)) {
            GivenSettings wanted = given.with(settings);
            given.refusals(wanted, machines()).stream()
                    .filter(problem -> settings.containsKey(problem.where()))
                    .findFirst()
                    .ifPresent(problem -> {
                        throw GivenSettings.asOption(problem).exception();
                    });
            become(wanted);
        }
    }

    private int machines() {
        return now.processor().machines();
    }

    /**
     * Where only settings of machines differ the secure processor stays. Otherwise it has no machine, and lets go of
     * its folder before anybody asks the new one, which may have the same.
     */
    private void become(GivenSettings other) {
        SoftSettings next = other.read();
        boolean same = now.wrong().isEmpty()
                && next.wrong().isEmpty()
                && next.differingProcessor(given.read()).isEmpty();
        if (same) {
            now = now.with(next.settings().orElseThrow());
        } else {
            SoftPlatform made = SoftPlatform.of(next);
            now.processor().close();
            now = made;
        }
        given = other;
    }

    @Override
    public String pid() {
        return PID;
    }

    @Override
    public synchronized List<Problem> refuses(Map<String, Object> settings) {
        return given.refusals(given.configured(settings), machines());
    }

    @Override
    public synchronized List<Problem> refused() {
        return refused;
    }

    @Override
    public synchronized Map<String, String> settings() {
        return given.inForce();
    }

    private synchronized SoftPlatform now() {
        return now;
    }

    /**
     * Lets go of the state folder, and wipes the platform's keys. Machines that are open stay so, but get no new
     * sessions.
     */
    @Deactivate
    public void close() {
        now().processor().close();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String platform() {
        return NAME;
    }

    @Override
    public Trust trust() {
        return Trust.EMULATED;
    }

    @Override
    public PlatformFacts facts() {
        return now().facts(runners.now());
    }

    /** Offers what {@link SoftPlatform#channels} has. */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return Optional.ofNullable(channel.cast(now().right().channels().get(channel)));
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        SoftPlatform checked = now().right();
        MachineLimits.check(spec, checked.settings(), checked.facts(runners.now()));
        checked.processor().platform().check();
        return made(spec, checked);
    }

    /** Counted by a processor that no change of the settings ends meanwhile. */
    private synchronized VirtualMachine made(MachineSpec spec, SoftPlatform checked) {
        if (now.processor() != checked.processor()) {
            throw Problem.operation(SoftSevCodes.SOFTSEV_CHANGED, "the platform's settings changed meanwhile")
                    .at("platform " + NAME)
                    .remedy("launch again")
                    .exception();
        }
        return new SoftMachine(spec, checked.processor(), runners::usable);
    }

    @Override
    public ChangeWatch watchFacts(Runnable changed) {
        return watchers.add(changed);
    }
}
