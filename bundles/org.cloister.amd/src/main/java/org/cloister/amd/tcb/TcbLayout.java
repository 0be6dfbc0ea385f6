// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import static org.cloister.amd.tcb.TcbComponent.BOOTLOADER;
import static org.cloister.amd.tcb.TcbComponent.FMC;
import static org.cloister.amd.tcb.TcbComponent.MICROCODE;
import static org.cloister.amd.tcb.TcbComponent.SNP;
import static org.cloister.amd.tcb.TcbComponent.SPARE_4;
import static org.cloister.amd.tcb.TcbComponent.SPARE_5;
import static org.cloister.amd.tcb.TcbComponent.SPARE_6;
import static org.cloister.amd.tcb.TcbComponent.SPARE_7;
import static org.cloister.amd.tcb.TcbComponent.TEE;

import java.util.List;

/**
 * Which component each byte of a TCB version holds (SEV-SNP firmware ABI, 56860, "TCB_VERSION").
 *
 * <p>That bytes 4 to 6 of {@link #WITH_FMC} are the spare components 5 to 7 in this order follows from the
 * certificates, which have these three and no fourth. No public source says it and all of them have been zero so far:
 * unverified.
 */
public enum TcbLayout {
    /** Milan and Genoa. */
    WITHOUT_FMC(BOOTLOADER, TEE, SPARE_4, SPARE_5, SPARE_6, SPARE_7, SNP, MICROCODE),
    /** Turin. */
    WITH_FMC(FMC, BOOTLOADER, TEE, SNP, SPARE_5, SPARE_6, SPARE_7, MICROCODE),
    /**
     * Venice, which has neither boot loader nor microcode here: they are numbers of another kind in its
     * {@link ExtendedTcb}. The table is that of virtee's sev library, where AMD's staff checked it; nobody has held it
     * against a real report: unverified.
     */
    FMC_TEE_SNP(FMC, TEE, SNP);

    private final List<TcbComponent> components;

    TcbLayout(TcbComponent... components) {
        this.components = List.of(components);
    }

    /**
     * The components by the number of their byte, the lowest first; at most 8. What bytes behind the last one mean is
     * not known.
     */
    public List<TcbComponent> components() {
        return components;
    }

    /** Whether real reports were seen to be laid out like this. */
    public boolean verified() {
        return this != FMC_TEE_SNP;
    }

    /**
     * The components that come before one in the chain of endorsement keys and are in use: who has the key of an older
     * one of these can derive every later number. The chain is in the order of the bytes.
     */
    public List<TcbComponent> before(TcbComponent component) {
        int end = Math.max(components.indexOf(component), 0);
        return components.subList(0, end).stream().filter(one -> !one.spare()).toList();
    }

    /** Whether this layout has a component. */
    public boolean has(TcbComponent component) {
        return components.contains(component);
    }
}
