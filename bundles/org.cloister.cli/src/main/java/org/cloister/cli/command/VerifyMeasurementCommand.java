// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cloister.amd.policy.SevPolicy;
import org.cloister.api.Bytes;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.MeasurementReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.Unsigned32;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.measurement.MeasurementVerifier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify measurement}: what a platform measured of an SEV or SEV-ES launch, against what the owner expects. */
@Command(
        name = "measurement",
        description = "Verifies the measurement of an SEV or SEV-ES guest that is paused in its launch.",
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "",
            "Hosts tell measurement, API, build and policy by 'virsh domlaunchsecinfo' or query-sev and",
            "query-sev-launch-measure. Exit codes: 0 the measurement is right, 1 it is not: destroy the guest."
        })
final class VerifyMeasurementCommand implements Callable<Integer> {
    private final CommandContext session;
    private final TypeSettings settings = new TypeSettings();

    @Option(
            names = {"--measurement", "--launch-measure-blob"},
            required = true,
            paramLabel = "BASE64",
            description = "What the host says that its platform measured: code and nonce, 48 bytes.")
    private String measurement;

    @Option(
            names = "--api-major",
            required = true,
            paramLabel = "N",
            converter = Unsigned32.class,
            description = "The major version of the platform's API.")
    private long apiMajor;

    @Option(
            names = "--api-minor",
            required = true,
            paramLabel = "N",
            converter = Unsigned32.class,
            description = "The minor version of the platform's API.")
    private long apiMinor;

    @Option(
            names = "--build-id",
            required = true,
            paramLabel = "N",
            converter = Unsigned32.class,
            description = "The build of the platform's firmware.")
    private long build;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "HEX|KEY=VALUE,…",
            description = "The policy that the guest must have; its ES bit says whether VMSAs are measured.")
    private String policy;

    @Option(names = "--tik", required = true, paramLabel = "FILE", description = "The session's integrity key.")
    private String tik;

    @Mixin
    private ExpectedDigest expected;

    @Mixin
    private OutputFormat answer;

    @Mixin
    private Help help;

    private VerifyMeasurementCommand(CommandContext session) {
        this.session = session;
    }

    static CommandLine line(CommandContext session) {
        VerifyMeasurementCommand command = new VerifyMeasurementCommand(session);
        CommandLine line = new CommandLine(command);
        command.settings.addTo(line.getCommandSpec(), TypeSettings.MEASURED);
        return line;
    }

    @Override
    public Integer call() {
        SevPolicy wanted = SevPolicyText.policy(policy);
        ClaimedMeasurement claimed = ClaimedMeasurement.ofBase64(measurement);
        Bytes digest = expected.value(session, wanted, Map.copyOf(settings.values()));
        MeasurementVerifier verifier =
                new MeasurementVerifier(narrow(apiMajor), narrow(apiMinor), narrow(build), wanted, digest);
        boolean passed = verify(verifier, claimed);
        if (answer.json()) {
            session.streams().out().println(Json.text(MeasurementReport.json(passed, verifier, claimed)));
        } else {
            MeasurementReport.lines(passed, verifier, claimed)
                    .forEach(session.streams().out()::println);
        }
        return (passed ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private boolean verify(MeasurementVerifier verifier, ClaimedMeasurement claimed) {
        byte[] key = new TransportKeyFiles(new InputFiles(session)).key("--tik", tik);
        try {
            return verifier.verify(claimed, key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** What is out of range stays so, and is refused by its name where the range is known. */
    private static int narrow(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
