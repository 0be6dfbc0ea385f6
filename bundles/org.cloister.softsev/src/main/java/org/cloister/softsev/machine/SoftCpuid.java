// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.List;
import org.cloister.amd.channel.GuestCpuid;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.softsev.memory.PageAssignment;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.CpuidTable;

/** CPUID of a machine whose processors nobody runs: a table. */
record SoftCpuid(PlatformSettings settings, PageAssignment pages) implements GuestCpuid {
    @Override
    public List<CpuidPageEntry> entries() {
        return CpuidTable.of(settings);
    }

    @Override
    public Bytes corrected(long uaddr) {
        return pages.page(uaddr)
                .map(Bytes::of)
                .orElseThrow(
                        () -> Problem.input(ProblemCodes.MEMORY_OUTSIDE, "there is no source of a page at this address")
                                .at(Numbers.hex(uaddr))
                                .exception());
    }
}
