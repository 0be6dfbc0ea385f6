// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * The firmware that runs, and the processor it runs on: what is kept has to fit them.
 *
 * @param version of the firmware, for new certificates
 * @param generation of the processor
 * @param tcb TCB_VERSION of the firmware; empty for generations without SEV-SNP
 */
public record RunningFirmware(FirmwareVersion version, Generation generation, Optional<TcbVersion> tcb) {

    /** The same, of a TCB_VERSION as raw 64 bits. */
    public static RunningFirmware of(FirmwareVersion version, Generation generation, long tcb) {
        return new RunningFirmware(
                version, generation, generation.tcbLayout().map(layout -> new TcbVersion(tcb, layout)));
    }

    /** What is set for SEV-SNP while nobody has set anything. */
    SnpConfiguration initial() {
        return SnpConfiguration.initial(generation, tcb.orElseThrow().raw());
    }

    /**
     * What was kept, for this generation; refuses that of another one, and of firmware that was committed and is newer.
     */
    SnpConfiguration goOn(SnpConfiguration kept) {
        requireGeneration(kept.generation().orElse(generation));
        requireCommitted(new TcbVersion(kept.committedTcb(), tcb.orElseThrow().layout()));
        return kept.of(generation);
    }

    void requireGeneration(Generation kept) {
        if (kept != generation) {
            throw Problem.input(SoftSevCodes.STATE_GENERATION, "this state is of a processor of another generation")
                    .at("generation")
                    .found(kept.product())
                    .expected(generation.product())
                    .remedy("name its generation (--generation " + kept.name().toLowerCase(Locale.ROOT)
                            + "), or use another state folder")
                    .exception();
        }
    }

    // SEV-SNP ABI, "TCB_VERSION": committed <= current.
    private void requireCommitted(TcbVersion committed) {
        if (!tcb.orElseThrow().atLeast(committed)) {
            throw Problem.host(SoftSevCodes.STATE_TCB, "the platform's firmware is older than what was committed")
                    .at("tcb")
                    .found(tcb.orElseThrow())
                    .expected("at least " + committed)
                    .remedy(
                            "set tcb to " + Numbers.hex(committed.raw())
                                    + " or a later version, name the generation that the state is of, or use another state folder")
                    .exception();
        }
    }
}
