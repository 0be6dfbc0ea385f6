// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.supervisor.linux.ProcessMemory;

/**
 * The structs of commands by the commands' names.
 *
 * @param prefix what the kernel's names of the structs begin with
 * @param layouts all of them
 */
record CommandStructs(String prefix, List<Layout> layouts) {
    /** Those whose names are not the commands'. */
    private static final Map<String, String> NAMES = Map.of(
            CommandNames.INIT2, "init",
            CommandNames.DBG_DECRYPT, "dbg",
            CommandNames.DBG_ENCRYPT, "dbg",
            CommandNames.GET_ATTESTATION_REPORT, "attestation_report",
            CommandNames.PLATFORM_STATUS, "status",
            CommandNames.SNP_PLATFORM_STATUS, "snp_status",
            CommandNames.SNP_SET_CONFIG, "snp_config");

    /** The fields of a command's struct; none where it has none, or it cannot be read. */
    Map<String, Object> fields(String command, ProcessMemory memory, long address) {
        String name = prefix + NAMES.getOrDefault(command, command.toLowerCase(Locale.ROOT));
        Optional<Layout> layout =
                layouts.stream().filter(one -> one.kind().equals(name)).findFirst();
        if (layout.isEmpty() || address == 0) {
            return Map.of();
        }
        return memory.read(address, layout.get().size())
                .map(struct -> fields(layout.get(), Bytes.wrap(struct)))
                .orElse(Map.of());
    }

    private static Map<String, Object> fields(Layout layout, Bytes struct) {
        Map<String, Object> fields = new LinkedHashMap<>();
        layout.slots().forEach(slot -> fields.put(slot.name(), value(slot, struct)));
        return fields;
    }

    private static Object value(Slot slot, Bytes struct) {
        if (slot.notation() == Notation.NUMBER) {
            return slot.number(struct);
        }
        return slot.notation() == Notation.HEX && slot.size() <= Long.BYTES
                ? Numbers.hex(slot.number(struct))
                : slot.in(struct).hex();
    }
}
