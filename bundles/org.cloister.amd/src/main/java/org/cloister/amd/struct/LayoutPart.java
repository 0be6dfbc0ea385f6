// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import java.util.List;

/** A part of a structure's table: one slot, or several that belong together, an address and a length for example. */
public interface LayoutPart {
    /** Its slots; never empty. */
    List<Slot> slots();
}
