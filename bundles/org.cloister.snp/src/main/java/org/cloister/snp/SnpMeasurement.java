// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.Optional;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;

/**
 * The measurement of an SNP guest. The firmware gives its launch digest to the guest alone, in an attestation report;
 * what the host can say is computed, unless the platform lets it look.
 */
final class SnpMeasurement {
    private SnpMeasurement() {}

    static Outcome<Measurement> of(SnpContext now, Machine machine) {
        if (now.state() == SnpContext.State.RUNNING) {
            Optional<Measurement> seen = inspected(machine);
            Measurement measurement = seen.or(now::measurement).orElseThrow();
            return new Outcome<>(now.measured(measurement), measurement);
        }
        Measurement computed = computed(now, machine);
        return new Outcome<>(now.measured(computed), computed);
    }

    static Optional<Measurement> inspected(Machine machine) {
        return machine.adapt(SnpLaunchInspection.class)
                .map(look -> Measurement.of(SnpContext.ALGORITHM, look.launchDigest(), Measurement.Source.FIRMWARE));
    }

    /** The digest of what is queued. Possible only before the finish: then the plaintext is gone. */
    static Measurement computed(SnpContext now, Machine machine) {
        return Measurement.of(SnpContext.ALGORITHM, QueueDigest.of(now.queue(), machine), Measurement.Source.COMPUTED);
    }
}
