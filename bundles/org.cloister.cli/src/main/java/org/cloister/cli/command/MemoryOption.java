// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.MemorySize;

/** How much RAM a guest has. */
final class MemoryOption implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<MemorySize> memory = rows.text("--memory", "SIZE", "The guest's RAM; 256M by default.")
            .as(MemorySize.class, new MemorySize.Converter());

    /** How many bytes, where it is said; a number alone is noted, as other tools read bytes. */
    Optional<Long> bytes(CommandContext session) {
        MemorySize given = memory.value();
        if (given != null && given.bare()) {
            long mebibytes = given.bytes() >> 20;
            session.streams()
                    .err()
                    .println("note: --memory " + mebibytes + " is taken as " + mebibytes + "M, as QEMU does.");
        }
        return Optional.ofNullable(given).map(MemorySize::bytes);
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
