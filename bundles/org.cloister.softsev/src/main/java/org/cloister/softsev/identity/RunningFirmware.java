// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.util.Locale;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * The firmware that runs, and the processor it runs on: what is kept has to fit them.
 *
 * @param apiMajor of the firmware, for new certificates
 * @param apiMinor minor version of the platform's API, 0 to 255
 * @param generation of the processor, one with SEV-SNP
 * @param tcb TCB_VERSION of the firmware
 */
public record RunningFirmware(int apiMajor, int apiMinor, Generation generation, TcbVersion tcb) {

    /** The same, of a TCB_VERSION as raw 64 bits. */
    public static RunningFirmware of(int apiMajor, int apiMinor, Generation generation, long tcb) {
        TcbVersion version = new TcbVersion(tcb, generation.tcbLayout().orElseThrow());
        return new RunningFirmware(apiMajor, apiMinor, generation, version);
    }

    /** What is set for SEV-SNP while nobody has set anything. */
    SnpConfiguration initial() {
        return SnpConfiguration.initial(generation, tcb.raw());
    }

    /**
     * What was kept, for this generation; refuses that of another one, and of firmware that was committed and is newer.
     */
    SnpConfiguration goOn(SnpConfiguration kept) {
        requireGeneration(kept.generation().orElse(generation));
        requireCommitted(new TcbVersion(kept.committedTcb(), tcb.layout()));
        return kept.of(generation);
    }

    void requireGeneration(Generation kept) {
        if (kept != generation) {
            throw Problem.host(SoftSevCodes.STATE_GENERATION, "this state is of a processor of another generation")
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
        if (!tcb.atLeast(committed)) {
            throw Problem.host(SoftSevCodes.STATE_TCB, "the platform's firmware is older than what was committed")
                    .at("tcb")
                    .found(tcb)
                    .expected("at least " + committed)
                    .remedy(
                            "set tcb to " + Numbers.hex(committed.raw())
                                    + " or a later version, name the generation that the state is of, or use another state folder")
                    .exception();
        }
    }
}
