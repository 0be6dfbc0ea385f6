// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import org.cloister.api.operate.Diagnosis;

/** A part of core that knows what is wrong with it; a service of this bundle's own. */
public interface Finder {
    /** What is wrong now; empty when nothing is. */
    List<Diagnosis> findings();
}
