// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.PlatformAuthorities;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.api.Problem;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.softsev.client.FirmwareCommands;
import org.cloister.softsev.client.IssueCommand;
import org.cloister.softsev.client.SoftKvm;
import org.cloister.softsev.machine.SoftKvmDevice;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.Authorities;
import org.cloister.softsev.processor.EncodedPlatformCommands;
import org.cloister.softsev.processor.SoftProcessor;

/**
 * The platform from one change of its settings to the next: a secure processor of its own.
 *
 * @param wrong why it does nothing, where it is configured wrongly
 * @param channels what it offers
 */
record SoftPlatform(
        PlatformSettings settings, Optional<Problem> wrong, SoftProcessor processor, Map<Class<?>, Object> channels) {

    /**
     * A platform as configured; one that is configured wrongly is there as well, so that its callers get the reason.
     */
    static SoftPlatform of(SoftSettings configured) {
        return of(
                configured.settings().orElse(PlatformSettings.DEFAULT),
                configured.state(),
                configured.wrong().stream().findFirst());
    }

    static SoftPlatform of(PlatformSettings settings, Optional<Path> state, Optional<Problem> wrong) {
        SoftProcessor processor = new SoftProcessor(settings, state);
        Authorities authorities = new Authorities(processor.platform(), processor.attestation(), processor.random());
        Map<Class<?>, Object> channels = Map.of(
                PlatformUsage.class,
                processor,
                PlatformChannel.class,
                processor.commands(),
                PlatformAuthorities.class,
                authorities,
                SnpAuthorities.class,
                authorities,
                IssueCommand.class,
                new EncodedPlatformCommands(processor.commands(), processor.platform()),
                FirmwareCommands.class,
                processor.firmwareCommands(),
                SoftKvm.class,
                new SoftKvmDevice(processor));
        return new SoftPlatform(settings, wrong, processor, channels);
    }

    /** The same secure processor with other settings for machines. */
    SoftPlatform with(PlatformSettings others) {
        return new SoftPlatform(others, wrong, processor, channels);
    }

    PlatformFacts facts(Optional<ProcessorRunner> runner) {
        return wrong.map(SoftSevFacts::wrong).orElseGet(() -> SoftSevFacts.of(settings, runner));
    }

    /** The platform itself, unless it is configured wrongly. */
    SoftPlatform right() {
        wrong.ifPresent(problem -> {
            throw Problem.host(problem.code(), problem.what())
                    .at(problem.where() + " in configuration " + SoftSev.PID)
                    .found(problem.found())
                    .expected(problem.expected())
                    .remedy("correct the configuration; until then the software platform does nothing")
                    .exception();
        });
        return this;
    }
}
