// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.OptionalLong;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.cli.report.MeasurementAnswer;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine.Option;

/**
 * The owner's secret for a guest that is launched. Its files are read once the guest is measured: a packet is bound to
 * the measurement, so pipes let the owner make it then.
 */
final class SecretOptions {
    @Option(
            names = "--secret-header",
            paramLabel = "FILE",
            description =
                    "SEV: the header of the owner's secret, read once the guest is measured; a pipe waits for it.")
    private String header;

    @Option(names = "--secret", paramLabel = "FILE", description = "SEV: the encrypted secret itself.")
    private String secret;

    @Option(
            names = "--secret-gpa",
            paramLabel = "HEX",
            description = "SEV: where the secret goes; by default where the firmware says.")
    private String gpa;

    /** Whether there is a secret, so that the launch has to pause. */
    boolean given() {
        if ((header == null) != (secret == null) || header == null && gpa != null) {
            throw Problem.input("launch.secret", "a secret has a header and a payload")
                    .at("--secret-header, --secret")
                    .found(header == null ? "no header" : "no payload")
                    .expected("both, or neither and no --secret-gpa")
                    .exception();
        }
        return header != null;
    }

    /** Tells the owner what was measured, hands the secret in, and ends the launch. */
    void handIn(CommandContext session, InputFiles input, Guest guest, Limits limits) {
        OptionalLong place = place();
        guest.report().measurement().flatMap(MeasurementAnswer::base64).ifPresent(answer -> {
            session.streams().err().println("measurement: " + answer);
            session.streams().err().flush();
        });
        Base64File files = new Base64File(input);
        guest.injectSecret(files.read("--secret-header", header), files.read("--secret", secret), place, limits);
        guest.proceed(limits);
    }

    private OptionalLong place() {
        if (gpa == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(gpa.replaceFirst("^0[xX]", ""), 16));
        } catch (NumberFormatException e) {
            throw Problem.input("launch.secret", "this is not an address")
                    .at("--secret-gpa")
                    .found(gpa)
                    .expected("hexadecimal digits")
                    .exception(e);
        }
    }
}
