// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** Tells whose policy a JSON object is, by its fields, and has it read. */
final class ForeignPolicy {
    private ForeignPolicy() {}

    static Demands read(String text, String where) {
        ForeignFields all = ForeignFields.parse(text, where);
        if (ContrastPolicy.isManifest(all)) {
            return ContrastPolicy.manifest(all);
        }
        if (ContrastPolicy.isReferenceValues(all)) {
            return ContrastPolicy.referenceValues(all);
        }
        if (GoPolicy.isConfig(all)) {
            return GoPolicy.config(all);
        }
        if (GoPolicy.isPolicy(all)) {
            return GoPolicy.policy(all);
        }
        throw Problem.input(OwnerCodes.APPRAISAL_JSON, "this JSON is no policy that is known")
                .at(where)
                .expected("check.Policy or check.Config of go-sev-guest, or a manifest or reference values of Contrast")
                .remedy("write it as lines NAME = VALUE")
                .exception();
    }
}
