// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Numbers;
import org.cloister.softsev.model.CpuidPages;
import org.cloister.softsev.model.Refusal;

/**
 * What SNP_LAUNCH_UPDATE checks of a CPUID page (SEV-SNP firmware ABI, 56860, "PAGE_TYPE_CPUID"). A page whose answers
 * are not allowed is refused and has the allowed ones afterwards.
 */
final class CpuidPageCheck {
    private static final System.Logger LOG = System.getLogger(CpuidPageCheck.class.getName());

    private static final int RESERVED = 4;

    private final CpuidRules rules;
    private final String where;
    private final byte[] page;

    private CpuidPageCheck(CpuidRules rules, long gpa, byte[] page) {
        this.rules = rules;
        where = "CPUID page at " + Numbers.hex(gpa) + ": ";
        this.page = page;
    }

    /**
     * Lets a page through, or corrects it where it lies and refuses it.
     *
     * @param mode whether one that was corrected is refused, and whether pages are looked at
     * @param page 4096 bytes
     */
    static void check(CpuidRules rules, CpuidPages mode, long gpa, byte[] page) {
        if (mode == CpuidPages.OFF) {
            return;
        }
        CpuidPageCheck check = new CpuidPageCheck(rules, gpa, page);
        try {
            check.check();
        } catch (Refusal e) {
            if (mode == CpuidPages.STRICT) {
                throw e;
            }
            // What cannot be corrected is refused here: a head that is malformed
            check.check();
            LOG.log(Level.WARNING, "{0}; the page was taken with what is allowed", e.getMessage());
        }
    }

    private void check() {
        ByteBuffer in = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        int count = in.getInt(0);
        boolean room = count >= 0 && count <= CpuidPage.MOST;
        require(room, Integer.toUnsignedString(count) + " entries");
        require(in.getInt(RESERVED) == 0 && in.getLong(2 * RESERVED) == 0, "reserved bytes of its head are not zero");
        List<String> refused = CpuidAnswers.correct(rules, page).refused();
        require(refused.isEmpty(), "answers that are not allowed: " + String.join(", ", refused));
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw Refusal.firmware(FirmwareStatus.INVALID_PARAM, where + what);
        }
    }
}
