// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import org.cloister.api.files.ThisUser;

/**
 * Who may open a device node, and so what lets another user do it. Users and groups without a name, as in containers,
 * are in no group.
 */
final class NodeOwners {
    private static final String ROOT = "root";

    private NodeOwners() {}

    /**
     * What an administrator does to let this user open a node. Groups differ: kvm in most distributions, and nobody's
     * in containers.
     */
    static String remedy(String node) {
        return remedy(node, user());
    }

    static String remedy(String node, String user) {
        try {
            PosixFileAttributes owners =
                    Files.readAttributes(Path.of(node), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String group = owners.group().getName();
            boolean grants = owners.permissions().contains(PosixFilePermission.GROUP_WRITE);
            return grants && !group.equals(ROOT) && !isNumber(group) && !isNumber(user)
                    ? "run `sudo usermod -aG " + group + " " + user + "` and log in again"
                    : "run `sudo setfacl -m u:" + user + ":rw " + node
                            + "`, as there is no group to join that is granted access to it";
        } catch (IOException e) {
            return "let user " + user + " read and write " + node;
        }
    }

    /** The user's name, or its number where it has none, for which Java says "?". */
    private static String user() {
        String name = System.getProperty("user.name", "?");
        return name.equals("?") ? Integer.toUnsignedString(ThisUser.number()) : name;
    }

    private static boolean isNumber(String name) {
        return name.matches("[0-9]+");
    }
}
