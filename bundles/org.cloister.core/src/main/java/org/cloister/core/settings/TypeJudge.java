// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings;

import java.util.List;
import org.cloister.api.Problem;

/** Holds policies that operators set against the guest types, which alone know what their bits mean. */
public interface TypeJudge {
    /** While nobody knows the types. */
    TypeJudge NONE = policies -> List.of();

    /** What is wrong; one problem for each type. */
    List<Problem> wrong(PolicyDefaults policies);
}
