// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A part of a structure's table: one slot, or several that belong together, an address and a length for example. */
@ProviderType
public interface LayoutPart {
    /** Its slots; never empty. */
    List<Slot> slots();
}
