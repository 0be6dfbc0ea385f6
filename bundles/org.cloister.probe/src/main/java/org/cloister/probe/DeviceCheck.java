// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.probe.ProbeFindings.Subject;

/** Whether a device is there. No node, a node without a driver, and no permission are three answers. */
final class DeviceCheck {
    private DeviceCheck() {}

    /**
     * Makes the check.
     *
     * @param absent what brings the node
     * @param silent what brings an answer
     */
    static void make(String category, String path, String absent, String silent, Host host, ProbeFindings findings) {
        Subject there = new Subject(category, path, true);
        Fact<Boolean> answers = host.facts().device(path, true);
        if (answers instanceof Fact.Known<Boolean> known) {
            String seen = known.value() ? "there" : "the node is there, and no driver answers behind it";
            findings.require(there, known.value(), Cause.DISABLED, seen, silent);
        } else if (answers instanceof Fact.Absent) {
            findings.fail(there, Cause.DISABLED, "there is no " + path, absent);
        } else if (answers instanceof Fact.Denied) {
            findings.pass(there, "there; whether a driver answers this user cannot see");
        } else {
            findings.unknown(there, ((Fact.Unknown<Boolean>) answers).detail(), "run this on Linux on x86-64");
        }
    }
}
