// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Expectation;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandServices;

/**
 * What the backend of a type says that a guest will measure. For types that a bundle brings: of AMD's the owner's side
 * knows itself.
 *
 * @param plan what is measured
 * @param measurement computed
 */
record BackendsMeasurement(LaunchPlan plan, Measurement measurement) {
    /**
     * Asks the type's backend.
     *
     * @param named whether the request's firmware was named; a type that needs none gets none otherwise
     */
    static BackendsMeasurement of(CommandServices services, GuestType type, GuestRequest request, boolean named) {
        GuestLauncher launcher = services.launcher().orElseThrow(() -> unknown(type));
        GuestRequest wanted =
                named || launcher.needsFirmware(type) ? request : request.withFirmware(GuestRequest.NO_FIRMWARE);
        Expectation expected = launcher.expect(type, wanted).orElseThrow(() -> unknown(type));
        return new BackendsMeasurement(expected.plan(), expected.measurement().orElseThrow(() -> unforeseeable(type)));
    }

    /** Backends know of each other, and not of what is measured without them. */
    private static RuntimeException unknown(GuestType type) {
        return Problem.input(ProblemCodes.TYPE_UNKNOWN, "there is no guest type of this name")
                .found(type)
                .expected("one of sev, sev-es, sev-snp, or one that an installed bundle brings")
                .exception();
    }

    private static RuntimeException unforeseeable(GuestType type) {
        return Problem.operation(
                        CliCodes.MEASURE_UNFORESEEABLE, "what guests of this type measure is not known beforehand")
                .at(type.name())
                .exception();
    }
}
