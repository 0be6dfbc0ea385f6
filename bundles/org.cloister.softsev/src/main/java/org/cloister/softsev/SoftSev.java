// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.softsev.machine.SoftMachine;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.Authorities;
import org.cloister.softsev.processor.IssueCommand;
import org.cloister.softsev.processor.SoftProcessor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The platform in software: machines and the secure processor they share. Needs no hardware and protects nothing.
 *
 * <p>A change of the configuration makes a new platform; machines of the old one go on with the old settings until they
 * are closed.
 */
@Component(
        service = {Vmm.class, SecureProcessor.class},
        configurationPid = SoftSev.PID)
public final class SoftSev implements Vmm, SecureProcessor {
    /** The platform's name. */
    static final String NAME = "softsev";

    static final String PID = "org.cloister.softsev";

    private final PlatformSettings settings;
    private final Optional<Problem> wrong;
    private final SoftProcessor processor;
    private final Map<Class<?>, Object> channels;

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
        this(SoftSettings.read(configuration));
    }

    private SoftSev(SoftSettings configured) {
        this(
                configured.settings().orElse(PlatformSettings.DEFAULT),
                configured.state(),
                configured.wrong().stream().findFirst());
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
        this(settings, state, Optional.empty());
    }

    private SoftSev(PlatformSettings settings, Optional<Path> state, Optional<Problem> wrong) {
        this.settings = settings;
        this.wrong = wrong;
        processor = new SoftProcessor(settings, state);
        Authorities authorities = new Authorities(processor.platform(), processor.attestation(), processor.random());
        channels = Map.of(
                PlatformUsage.class,
                processor,
                PlatformChannel.class,
                processor.commands(),
                PlatformAuthorities.class,
                authorities,
                SnpAuthorities.class,
                authorities,
                IssueCommand.class,
                new IssueCommand(processor.commands(), processor.platform()));
    }

    /**
     * Lets go of the state folder, and wipes the platform's keys. Machines that are open stay so, but get no new
     * sessions.
     */
    @Deactivate
    public void close() {
        processor.close();
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
        return wrong.map(SoftSevFacts::wrong).orElseGet(() -> SoftSevFacts.of(settings, Optional.ofNullable(runner)));
    }

    /**
     * Offers {@link PlatformUsage}, {@link PlatformChannel}, {@link PlatformAuthorities}, {@link SnpAuthorities},
     * {@link IssueCommand}.
     */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        requireRight();
        return Optional.ofNullable(channel.cast(channels.get(channel)));
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        requireRight();
        MachineLimits.check(spec, settings, facts());
        processor.platform().check();
        return new SoftMachine(spec, processor, this::usableRunner);
    }

    private void requireRight() {
        wrong.ifPresent(problem -> {
            throw Problem.host(problem.code(), problem.what())
                    .at(problem.where() + " in configuration " + PID)
                    .found(problem.found())
                    .expected(problem.expected())
                    .remedy("correct the configuration; until then the software platform does nothing")
                    .exception();
        });
    }

    private Optional<ProcessorRunner> usableRunner() {
        return Optional.ofNullable(runner)
                .filter(candidate -> candidate.obstacle().isEmpty());
    }
}
