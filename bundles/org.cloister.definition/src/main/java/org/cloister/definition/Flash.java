// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import org.cloister.api.Problem;

/**
 * Firmware in flash, which an SEV-SNP guest cannot have: its memory is of another kind, and flash could change after it
 * was measured.
 */
final class Flash {
    private Flash() {}

    /**
     * Refuses a machine that has firmware in flash: {@code -machine pflash0=…}.
     *
     * @param where what the option is called in problems
     */
    static void refuse(String where, QemuOption machine) {
        machine.values().forEach((key, value) -> {
            if (key.matches("pflash[0-9]+")) {
                throw refusal(where, key + "=" + value, "-bios FILE");
            }
        });
    }

    static RuntimeException refusal(String where, String found, String expected) {
        return Problem.input(DefinitionCodes.QEMU_FLASH, "a guest of type sev-snp has no flash for its firmware")
                .at(where)
                .found(found)
                .expected(expected)
                .remedy("use one image without variables, such as OVMF.amdsev.fd, and name it with --firmware FILE")
                .exception();
    }
}
