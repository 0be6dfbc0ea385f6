// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.cli.session.CommandContext;

/** The policy that an option gives: a number in either base, or names. */
final class PolicyOption {
    private PolicyOption() {}

    /** The policy; what people should know of how it was read goes to stderr. */
    static Policy read(CommandContext session, PolicyLayout layout, String text) {
        Policy policy = layout.parse(text);
        layout.noteOnDigits(text).ifPresent(note -> NoteLine.print(session, note));
        return policy;
    }
}
