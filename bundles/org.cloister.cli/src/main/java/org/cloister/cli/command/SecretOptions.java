// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.OptionalLong;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.codes.CliCodes;

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

    /** Refuses a secret for a guest that is known not to be handed one, before anything is asked. */
    void refuseWithout(TypeChoice type) {
        if (given() && type instanceof TypeChoice.Named named && named.type().equals(SnpPlanner.TYPE)) {
            throw refusal(named.type());
        }
    }

    /** Refuses a secret where a type would be chosen whose guests cannot be handed one, before anything is launched. */
    void check(GuestLauncher launcher, LaunchRequest request) {
        if (given()) {
            launcher.select(request)
                    .chosen()
                    .filter(candidate -> !launcher.offers(candidate, SecretInjection.class))
                    .ifPresent(candidate -> {
                        throw refusal(candidate.type());
                    });
        }
    }

    private static RuntimeException refusal(GuestType type) {
        return Problem.input(CliCodes.LAUNCH_SECRET, "guests of type " + type + " are handed no secret in their launch")
                .at("--secret-header, --secret")
                .found(type)
                .expected("sev or sev-es")
                .remedy("add --type sev-es, or send it to the guest once its attestation report is verified"
                        + " (verify report)")
                .exception();
    }

    /** Prints the measurement for the owner, hands the secret in, and ends the launch. */
    void handIn(LaunchPrinter said, InputFiles input, Guest guest, Limits limits) {
        OptionalLong place = place();
        said.measurement(guest);
        Base64File files = new Base64File(input);
        Bytes packetHeader = files.read("--secret-header", header.value());
        Bytes packet = files.read("--secret", secret.value());
        try {
            guest.injectSecret(packetHeader, packet, place, limits);
        } catch (CloisterException e) {
            said.secretRefused();
            throw e;
        }
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
