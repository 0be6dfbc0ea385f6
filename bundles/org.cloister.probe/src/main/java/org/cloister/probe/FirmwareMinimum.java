// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.tcb.Generation;

/**
 * The least security version of the SEV-SNP firmware (component SNP of the TCB version) that AMD's security bulletins
 * ask for. The rows are as operators cite the bulletins in public; the bulletins themselves were not read: unverified.
 * A bulletin may ask for microcode or BIOS updates beside, which this does not see.
 *
 * @param version as in attestation reports
 * @param bulletin AMD's name for it
 */
record FirmwareMinimum(Generation generation, int version, String bulletin) {
    private static final FirmwareMinimum[] ALL = {
        new FirmwareMinimum(Generation.MILAN, 0x1d, "AMD-SB-3030"),
        new FirmwareMinimum(Generation.GENOA, 0x1b, "AMD-SB-3016"),
        new FirmwareMinimum(Generation.TURIN, 0x04, "AMD-SB-3020"),
    };

    static Optional<FirmwareMinimum> of(Generation generation) {
        return Arrays.stream(ALL)
                .filter(minimum -> minimum.generation() == generation)
                .findFirst();
    }
}
