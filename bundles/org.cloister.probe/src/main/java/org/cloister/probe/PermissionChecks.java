package org.cloister.probe;

import java.util.List;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.probe.Findings.Subject;

/** Whether this user may open what a launch opens. */
final class PermissionChecks {
    private PermissionChecks() {}

    static void make(Host host, Findings findings) {
        for (String path : List.of(Host.KVM, Host.SEV)) {
            Subject subject = new Subject("permissions", "open " + path, true);
            Fact<Boolean> answers = host.facts().device(path, true);
            if (answers instanceof Fact.Denied) {
                findings.fail(
                        subject,
                        Cause.NO_PERMISSION,
                        "this user may not open " + path + " for reading and writing",
                        hint(path));
            } else if (answers instanceof Fact.Known) {
                findings.pass(subject, "this user may");
            } else {
                findings.unknown(subject, "there is nothing to open", "see the check of " + path);
            }
        }
    }

    private static String hint(String path) {
        return path.equals(Host.KVM)
                ? "usermod -aG kvm USER and log in anew, or run as root"
                : "run as root, or give a group access with a udev rule: KERNEL==\"sev\", GROUP=\"kvm\", MODE=\"0660\"";
    }
}
