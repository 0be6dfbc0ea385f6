// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.report.MeasurementReport;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.UnsignedNumber;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.measurement.MeasurementVerifier;

/** {@code verify measurement}: what a platform measured of an SEV or SEV-ES launch, against what the owner expects. */
final class VerifyMeasurementCommand implements Callable<Integer> {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final TypeSettings settings = new TypeSettings();
    private final OptionRow<String> measurement = rows.text(
                    "--measurement --launch-measure-blob",
                    "BASE64|HEX",
                    "What the host says that its platform measured: code and nonce, 48 bytes.")
            .required();
    private final OptionRow<Long> apiMajor = rows.text("--api-major", "N", "The major version of the platform's API.")
            .as(Long.class, new UnsignedNumber(Integer.SIZE))
            .required();
    private final OptionRow<Long> apiMinor = rows.text("--api-minor", "N", "The minor version of the platform's API.")
            .as(Long.class, new UnsignedNumber(Integer.SIZE))
            .required();
    private final OptionRow<Long> build = rows.text("--build-id", "N", "The build of the platform's firmware.")
            .as(Long.class, new UnsignedNumber(Integer.SIZE))
            .required();
    private final OptionRow<String> policy = rows.text(
                    "--policy",
                    "HEX|KEY=VALUE,…",
                    "The policy that the guest must have; its ES bit says whether VMSAs are measured.")
            .required();
    private final OptionRow<String> tik =
            rows.text("--tik", "FILE", "The session's integrity key.").required();
    private final ExpectedDigest expected = rows.add(new ExpectedDigest());
    private final OutputFormat answer = rows.add(new OutputFormat());

    private VerifyMeasurementCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        VerifyMeasurementCommand command = new VerifyMeasurementCommand(session);
        return CommandModel.of(command, command.rows)
                .named("measurement")
                .meaning("Verifies the measurement of an SEV or SEV-ES guest that is paused in its launch.")
                .abbreviated()
                .footer(
                        "",
                        "Hosts print measurement, API, build and policy by 'virsh domlaunchsecinfo' or query-sev and",
                        "query-sev-launch-measure. Exit codes: 0 the measurement is right, 1 it is not: destroy the guest.")
                .further(command.settings.rows(TypeSettings.MEASURED));
    }

    @Override
    public Integer call() {
        long reserved = reserved();
        Policy wanted = reserved == 0
                ? PolicyOption.read(session, PolicyLayout.SEV, policy.value())
                : new Policy(PolicyLayout.SEV, number().orElseThrow() & ~reserved);
        ClaimedMeasurement claimed = ClaimedMeasurement.ofText(measurement.value());
        Bytes digest = expected.value(session, wanted, reserved, Map.copyOf(settings.values()));
        MeasurementVerifier verifier = new MeasurementVerifier(
                narrow(apiMajor.value()), narrow(apiMinor.value()), narrow(build.value()), wanted, reserved, digest);
        boolean passed = verify(verifier, claimed);
        if (answer.json()) {
            session.streams().out().println(Json.text(MeasurementReport.json(passed, verifier, claimed)));
        } else {
            MeasurementReport.lines(passed, verifier, claimed, tik.value())
                    .forEach(session.streams().out()::println);
        }
        MeasurementReport.complaints(passed).forEach(session.streams().err()::println);
        return (passed ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private boolean verify(MeasurementVerifier verifier, ClaimedMeasurement claimed) {
        byte[] key = new TransportKeyFiles(new InputFiles(session)).key("--tik", tik.value());
        try {
            return verifier.verify(claimed, key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private OptionalLong number() {
        return Numbers.parse(policy.value(), 0, 0xffffffffL);
    }

    /**
     * The host has decided, and the owner wants an answer: bits without a meaning are in the code as they are. Guests
     * with policy 0x7f ran on real hardware (AMDESE/AMDSEV#253).
     */
    private long reserved() {
        long bits = number().orElse(0) & PolicyLayout.SEV.reserved().mask();
        if (bits != 0) {
            session.streams()
                    .err()
                    .println("warning: reserved policy bits are set: "
                            + PolicyLayout.SEV.reserved().numbers(bits)
                            + "; they are verified as they are, and nobody knows what they permit the host");
        }
        return bits;
    }

    /** What is out of range stays so, and is refused by its name where the range is known. */
    private static int narrow(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
