// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.softsev.memory.DebuggedPages;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.GuestContext;

/**
 * SNP_DBG_DECRYPT and SNP_DBG_ENCRYPT (SEV-SNP firmware ABI, 56860). The firmware takes one page in a call; a caller
 * reads the page first when it changes a part of it.
 */
final class SnpMachineDebug {
    private final SnpState state;

    SnpMachineDebug(SnpState state) {
        this.state = state;
    }

    Bytes decrypt(long gpa, int length) {
        return Bytes.of(admitted(gpa, length).decrypt(gpa, length));
    }

    void encrypt(long gpa, Bytes plaintext) {
        admitted(gpa, plaintext.length()).encrypt(gpa, plaintext.toArray());
    }

    // The firmware looks at the pages before the policy (AMD-ASPFW, snp_mcmd_dbg_decrypt).
    private DebuggedPages admitted(long gpa, int length) {
        GuestContext guest = state.guest();
        guest.requireThere();
        DebuggedPages pages = state.debuggedPages();
        Refusal.unless(
                pages.own(gpa, length),
                FirmwareStatus.INVALID_PAGE_STATE,
                length + " bytes at " + Numbers.hex(gpa) + " are not in pages of the guest");
        guest.requireDebugging();
        return pages;
    }
}
