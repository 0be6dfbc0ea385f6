// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;

/**
 * The extended TCB version of Venice: security versions that its TCB version has no room for, a byte each (SEV-SNP
 * firmware ABI 1.59, "ETCB_VERSION", after a working branch of virtee's sev library; no real report was seen:
 * unverified). There is none in the reports of other generations. Immutable.
 *
 * @param raw 32 bytes
 */
public record ExtendedTcb(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 32;

    /**
     * What has a version, in the order of the bytes from 0 on; those behind the last one are reserved. MICROCODE is the
     * lowest patch level of all cores, ART and ASP are processors within the secure processor.
     */
    private enum Component {
        IP_KEY_MANAGER,
        MP1,
        ART_FMC,
        ART_RUNTIME,
        HAD_DRIVER,
        BOOT_DRIVER,
        PRE_ESID_DRIVER,
        TMPM,
        MICROCODE,
        SOC_DRIVER,
        ASP_OS_DRIVER,
        FHP_DRIVER,
        DPE_DRIVER,
        ARG;

        private Slot slot() {
            return Slot.number(key(), ordinal(), 1);
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Layout LAYOUT = new Layout(
            "an extended TCB version",
            SIZE,
            Arrays.stream(Component.values()).map(Component::slot).toList());

    /** What stands in the bytes that are reserved. */
    public Bytes beyond() {
        return raw.slice(Component.values().length, SIZE - Component.values().length);
    }

    /**
     * Every component with its byte.
     *
     * @param kind whose version it is
     * @param offset where it begins in the outermost structure
     */
    public Structure show(String kind, int offset) {
        return new Structure(kind, LAYOUT.fields(raw, offset, Slot::meaning), List.of());
    }

    /** The components by name, {@code ip-key-manager=1,mp1=0,…}. */
    @Override
    public String toString() {
        return Arrays.stream(Component.values())
                .map(one -> one.key() + "=" + one.slot().number(raw))
                .collect(Collectors.joining(","));
    }
}
