// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.Map;
import org.cloister.amd.cpu.Register;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** What is shown of a VMSA: every register by its place in the page (AMD APM volume 2, table B-4). */
final class VmsaView {
    private static final Map<String, String> MEANINGS = Map.of(
            "rip", "where the processor begins, from the base of cs",
            "cs.base", "where code lies",
            "rdx", "at reset: family, model and stepping as in CPUID leaf 1",
            "efer", "0x1000 is SVME, always set",
            "sev_features", "bit 0 SNP; the others as guest features are numbered",
            "g_pat", "types of memory",
            "xcr0", "states that are enabled",
            "mxcsr", "0x1f80 in profile init2, 0 in profile legacy",
            "x87_fcw", "0x37f in profile init2, 0 in profile legacy",
            "vmpl", "privilege level");

    private static final Layout LAYOUT = new Layout(
            "a VMSA", Vmsa.SIZE, Vmsa.registers().stream().map(VmsaView::slot).toList());

    private VmsaView() {}

    static Structure of(Bytes content, String where) {
        LAYOUT.requireSize(content.length(), OwnerCodes.VMSA_LENGTH, where);
        requireRegistersOnly(content, where);
        return new Structure("VMSA", LAYOUT.fields(content, 0, Slot::meaning));
    }

    private static void requireRegistersOnly(Bytes content, String where) {
        try {
            Vmsa.decode(content, 0);
        } catch (CloisterException refused) {
            Problem problem = refused.problem();
            throw problem.at(where + ", " + problem.where()).exception(refused);
        }
    }

    private static Slot slot(Register register) {
        String meaning = MEANINGS.getOrDefault(register.name(), "");
        return new Slot(register.name(), register.offset(), register.width(), Notation.HEX, meaning);
    }
}
