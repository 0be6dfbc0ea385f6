package org.cloister.kvm.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Who may open a device node, and so what lets another user do it. */
final class NodeOwners {
    private static final String ROOT = "root";

    private NodeOwners() {}

    /** What an administrator does to let this user open a node. Groups differ: kvm in most distributions, and nobody's in containers. */
    static String remedy(String node) {
        String user = System.getProperty("user.name");
        try {
            PosixFileAttributes owners =
                    Files.readAttributes(Path.of(node), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String group = owners.group().getName();
            boolean grants = owners.permissions().contains(PosixFilePermission.GROUP_WRITE);
            return grants && !group.equals(ROOT)
                    ? "run `sudo usermod -aG " + group + " " + user + "` and log in again"
                    : "run `sudo setfacl -m u:" + user + ":rw " + node + "`, as no group is granted access to it";
        } catch (IOException e) {
            return "let user " + user + " read and write " + node;
        }
    }
}
