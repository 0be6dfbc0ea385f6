// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.cli.value.Unsigned32;

/** A policy of SEV or SEV-ES as people and tools write it: a number in either base, or names. */
final class SevPolicyText {
    private static final String DECIMAL = "[0-9]+";

    private SevPolicyText() {}

    static Policy policy(String text) {
        return text.matches(DECIMAL)
                ? new Policy(PolicyLayout.SEV, new Unsigned32().convert(text))
                : PolicyLayout.SEV.parse(text);
    }
}
