// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Locale;
import java.util.Optional;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts.Node;
import org.cloister.probe.ProbeFindings.Subject;

/** Whether this user may open what a launch opens, and if not, what exactly is missing. */
final class PermissionChecks {
    private static final int GROUP_MAY = 060;
    private static final int ALL_MAY = 06;

    private PermissionChecks() {}

    static void make(Host host, ProbeFindings findings) {
        open(DeviceNode.KVM, host, findings.regardless());
        open(DeviceNode.SEV, host, findings);
    }

    private static void open(String path, Host host, ProbeFindings findings) {
        Subject subject = new Subject("permissions", "open " + path, true);
        Fact<Boolean> answers = host.facts().device(path, true);
        if (answers instanceof Fact.Denied) {
            Optional<Node> node = Host.known(host.facts().node(path));
            Optional<ThisProcess> process = ThisProcess.of(host);
            findings.fail(subject, Cause.NO_PERMISSION, seen(path, node, process), hint(path, node, process));
        } else if (answers instanceof Fact.Known<Boolean> known && known.value()) {
            findings.pass(subject, "this user may");
        } else {
            host.unasked(path, subject, findings);
        }
    }

    private static String seen(String path, Optional<Node> node, Optional<ThisProcess> process) {
        String who = process.map(one -> "user " + Integer.toUnsignedString(one.user()))
                .orElse("this user");
        String what = who + " may not open " + path + " for reading and writing";
        return node.map(one -> String.format(Locale.ROOT, "%s: group %s, mode %04o", what, one.groupName(), one.mode()))
                .orElse(what);
    }

    private static String hint(String path, Optional<Node> node, Optional<ThisProcess> process) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String rule =
                "run as root, or let a group in by a udev rule: KERNEL==\"" + name + "\", GROUP=\"kvm\", MODE=\"0660\"";
        if (node.isEmpty()) {
            return path.equals(DeviceNode.KVM) ? join("kvm") : rule;
        }
        boolean member =
                process.filter(one -> one.groups().contains(node.get().group())).isPresent();
        boolean groupMay =
                (node.get().mode() & GROUP_MAY) == GROUP_MAY && node.get().group() != 0;
        if ((node.get().mode() & ALL_MAY) == ALL_MAY || (groupMay && member)) {
            return "the mode would allow it: a security module (AppArmor, SELinux) or the device rules of a container"
                    + " forbid it";
        }
        return groupMay && hasName(node.get()) ? join(node.get().groupName()) : rule;
    }

    /** A group of the host may be none of this system, as in containers: nobody can be put into it. */
    private static boolean hasName(Node node) {
        return !node.groupName().equals(Integer.toUnsignedString(node.group()));
    }

    private static String join(String group) {
        return "usermod -aG " + group + " USER, then log in anew";
    }
}
