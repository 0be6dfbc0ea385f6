// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.platform.EmulatedPlatform;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
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
 * <p>A change of its settings makes a new platform behind the same services; machines of the old one go on with the old
 * settings until they are closed.
 */
@Component(
        service = {Vmm.class, SecureProcessor.class, EmulatedPlatform.class},
        configurationPid = SoftSev.PID)
public final class SoftSev implements Vmm, SecureProcessor, EmulatedPlatform {
    /** The platform's name. */
    static final String NAME = "softsev";

    static final String PID = "org.cloister.softsev";

    private GivenSettings given;
    private SoftPlatform now;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ProcessorRunner runner;

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
        now = SoftPlatform.of(given.read());
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

    @Modified
    synchronized void modified(Map<String, Object> configuration) {
        become(given.configured(configuration));
    }

    @Override
    public synchronized void configure(Map<String, String> settings, Limits limits) {
        limits.check();
        if (!given.have(settings)) {
            become(given.with(settings));
        }
    }

    /** The old one lets go of its folder before anybody asks the new one, which may have the same. */
    private void become(GivenSettings other) {
        SoftPlatform next = SoftPlatform.of(other.read());
        now.processor().close();
        given = other;
        now = next;
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
        return now().facts(Optional.ofNullable(runner));
    }

    /** Offers what {@link SoftPlatform#channels} has. */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return Optional.ofNullable(channel.cast(now().right().channels().get(channel)));
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        SoftPlatform current = now().right();
        MachineLimits.check(spec, current.settings(), current.facts(Optional.ofNullable(runner)));
        current.processor().platform().check();
        return new SoftMachine(spec, current.processor(), this::usableRunner);
    }

    private Optional<ProcessorRunner> usableRunner() {
        return Optional.ofNullable(runner)
                .filter(candidate -> candidate.obstacle().isEmpty());
    }
}
