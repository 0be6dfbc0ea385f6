// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.OptionalLong;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.Limits;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.GuestView;
import org.cloister.cli.report.MeasurementAnswer;
import org.cloister.cli.session.CommandContext;

/**
 * The owner's secret for a guest that is launched. Its files are read once the guest is measured: a packet is bound to
 * the measurement, so pipes let the owner make it then.
 */
final class SecretOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> header = rows.text(
            "--secret-header",
            "FILE",
            "SEV: the header of the owner's secret, read once the guest is measured; a pipe waits for it.");
    private final OptionRow<String> secret = rows.text("--secret", "FILE", "SEV: the encrypted secret itself.");
    private final OptionRow<String> gpa =
            rows.text("--secret-gpa", "HEX", "SEV: where the secret goes; by default where the firmware says.");

    /** Whether there is a secret, so that the launch has to pause. */
    boolean given() {
        if ((header.value() == null) != (secret.value() == null) || header.value() == null && gpa.value() != null) {
            throw Problem.input(CliCodes.LAUNCH_SECRET, "a secret has a header and a payload")
                    .at("--secret-header, --secret")
                    .found(header.value() == null ? "no header" : "no payload")
                    .expected("both, or neither and no --secret-gpa")
                    .exception();
        }
        return header.value() != null;
    }

    /** Refuses a secret for a guest that cannot be handed one, before anything is launched. */
    void refuseWithout(TypeChoice type) {
        if (given() && type instanceof TypeChoice.Named named && named.type().equals(SnpPlanner.TYPE)) {
            throw Problem.input(CliCodes.LAUNCH_SECRET, "guests of type sev-snp are handed no secret in their launch")
                    .at("--secret-header, --secret")
                    .found(named.type())
                    .expected("sev or sev-es")
                    .remedy("send it to the guest once its attestation report is verified (verify report)")
                    .exception();
        }
    }

    /** Prints the measurement for the owner, hands the secret in, and ends the launch. */
    void handIn(CommandContext session, InputFiles input, Guest guest, Limits limits) {
        OptionalLong place = place();
        guest.report().measurement().flatMap(MeasurementAnswer::base64).ifPresent(answer -> {
            session.streams().err().println("measurement: " + answer);
            MeasuringFirmware.of(session, guest)
                    .ifPresent(status -> session.streams()
                            .err()
                            .println("SEV API: " + GuestView.version(status) + ", policy "
                                    + Numbers.hex(guest.report().plan().policy().value())));
            session.streams().err().flush();
        });
        Base64File files = new Base64File(input);
        guest.injectSecret(
                files.read("--secret-header", header.value()), files.read("--secret", secret.value()), place, limits);
        guest.proceed(limits);
    }

    private OptionalLong place() {
        if (gpa.value() == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Numbers.parse(gpa.value(), 0, Long.MAX_VALUE)
                .orElseThrow(() -> Problem.input(CliCodes.LAUNCH_SECRET, "this is not an address")
                        .at("--secret-gpa")
                        .found(gpa.value())
                        .expected("a number, 0x and hexadecimal or decimal")
                        .remedy("write it as 0x80d000")
                        .exception()));
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
