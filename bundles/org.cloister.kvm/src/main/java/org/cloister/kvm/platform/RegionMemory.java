// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import org.cloister.api.memory.MemoryRegion;
import org.cloister.kvm.libc.Mapping;

/** A region with the pages of this process that are behind it. */
record RegionMemory(MemoryRegion region, Mapping pages) {
    long addressOf(long gpa) {
        return pages.address() + gpa - region.gpa();
    }
}
