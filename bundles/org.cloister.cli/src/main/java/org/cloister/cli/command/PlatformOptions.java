// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpAuthorities;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.guard.VendorQuestion;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.PlatformReport;
import org.cloister.cli.session.CommandContext;

/** The options that name a secure processor. */
final class PlatformOptions implements OptionGroup {
    private static final String EMULATED_BANNER =
            "EMULATED: this platform is in software. It protects nothing, and its certificates prove nothing.";

    private final OptionRows rows = new OptionRows();
    private final OptionRow<PlatformKind> platform = rows.text(
                    "--platform",
                    "hardware|emulated",
                    "Whose secure processor; the hardware's by default, and never another than this.")
            .as(PlatformKind.class)
            .fallback("HARDWARE");
    private final EmulatedOptions emulated = rows.add(new EmulatedOptions());
    private final OptionRow<Boolean> connect =
            rows.flag("--connect", "Ask the secure processor of the running platform, whose guests it has.");
    private final RunFolderOption folder = rows.add(new RunFolderOption());

    /**
     * The secure processor.
     *
     * @throws org.cloister.api.CloisterException {@code platform.missing}, {@code platform.state}, and what is wrong
     *     with settings, where there are no good ones
     */
    AskedProcessor processor(CommandContext session) {
        folder.refuse();
        if (connect.value() && session.isLocal()) {
            throw Problem.input(CliCodes.RUN_FOLDER, "no other platform is asked here")
                    .at("--connect")
                    .remedy("leave --connect out: this is the running platform's own shell")
                    .exception();
        }
        if (platform.value().trust() == Trust.EMULATED) {
            session.services().settings().ifPresent(OperatorSettings::require);
        }
        emulated.apply(session, platform.value().trust());
        return VendorQuestion.answers(
                        session.services().processors(), AskedProcessor::askTrust, NoteLine.passedOver(session))
                .entrySet()
                .stream()
                .filter(answer -> answer.getValue() == platform.value().trust())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> Problem.host(CliCodes.PLATFORM_MISSING, "no such platform is installed here")
                        .at("--platform " + platform.value().name().toLowerCase(Locale.ROOT))
                        .expected("a service " + SecureProcessor.class.getName())
                        .exception());
    }

    /**
     * A channel to the secure processor.
     *
     * @throws org.cloister.api.CloisterException also {@code platform.channel}
     */
    PlatformChannel channel(CommandContext session) {
        AskedProcessor processor = processor(session);
        PlatformChannel channel = processor
                .adapt(PlatformChannel.class)
                .orElseThrow(() -> Problem.host(CliCodes.PLATFORM_CHANNEL, "this platform takes no commands of its own")
                        .at(processor.platform())
                        .exception());
        return new PlatformChannel() {
            @Override
            public <A> A execute(PlatformCommand<A> command) {
                try {
                    return channel.execute(command);
                } catch (SevCommandException e) {
                    throw explained(e);
                }
            }
        };
    }

    /**
     * Asks the authorities of a platform that has its own.
     *
     * @throws org.cloister.api.CloisterException also {@code platform.authorities}
     */
    <T> T authorities(CommandContext session, Function<SnpAuthorities, T> work) {
        AskedProcessor processor = processor(session);
        return processor
                .ask(SnpAuthorities.class, work)
                .orElseThrow(() -> Problem.host(
                                CliCodes.PLATFORM_AUTHORITIES,
                                "what certifies this platform's keys is AMD's, and not here")
                        .at(processor.platform())
                        .remedy("ask AMD's key service, or add --platform emulated")
                        .exception());
    }

    /** Prints an answer of the platform's, with what stands behind it. */
    void print(CommandContext session, OutputFormat answer, PlatformReport report) {
        if (platform.value().trust() == Trust.EMULATED) {
            session.streams().err().println(EMULATED_BANNER);
        }
        if (answer.json()) {
            AskedProcessor processor = processor(session);
            session.streams().out().println(Json.text(report.of(processor.platform(), processor.trust())));
        } else {
            report.lines().forEach(session.streams().out()::println);
        }
    }

    /** Where the firmware was never asked, it is this host that lacks something. */
    private static RuntimeException explained(SevCommandException refused) {
        boolean lacking = refused.firmwareStatus() == FirmwareStatus.NOT_CALLED
                && switch (refused.errno()) {
                    case Errno.ENOENT, Errno.ENXIO, Errno.ENODEV, Errno.ENOTTY, Errno.EACCES, Errno.EPERM -> true;
                    default -> false;
                };
        Problem told = refused.problem();
        return lacking ? told.as(Problem.Kind.HOST).exception(refused) : refused;
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
