// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lets a user open a node, by the node's group and mode. */
class NodeOwnersTest {
    private static final String USER = System.getProperty("user.name");

    @TempDir
    private Path folder;

    private Path node;

    @BeforeEach
    void makeNode() throws IOException {
        node = Files.createFile(folder.resolve("kvm"));
    }

    @Test
    void aGroupThatIsGrantedAccessIsNamed() throws IOException {
        mode("rw-rw----");
        assumeTrue(USER.equals("root"), "only root gives files to other groups");
        group("daemon");
        assertThat(NodeOwners.remedy(node.toString()))
                .isEqualTo("run `sudo usermod -aG daemon " + USER + "` and log in again");
    }

    @Test
    void whereNoGroupIsGrantedAccessTheUserGetsItsOwn() throws IOException {
        mode("rw-------");
        assertThat(NodeOwners.remedy(node.toString())).contains("setfacl -m u:" + USER + ":rw " + node);
    }

    @Test
    void whoHasNoNameJoinsNoGroup() throws IOException {
        mode("rw-rw----");
        assertThat(NodeOwners.remedy(node.toString(), "1234")).contains("setfacl -m u:1234:rw " + node);
        assumeTrue(USER.equals("root"), "only root gives files to other groups");
        Files.setAttribute(node, "unix:gid", 54321);
        assertThat(NodeOwners.remedy(node.toString(), "somebody")).contains("setfacl -m u:somebody:rw " + node);
    }

    @Test
    void aNodeThatIsGoneIsStillNamed() throws IOException {
        Files.delete(node);
        assertThat(NodeOwners.remedy(node.toString())).contains(USER, node.toString());
    }

    private void mode(String mode) throws IOException {
        Files.setPosixFilePermissions(node, PosixFilePermissions.fromString(mode));
    }

    private void group(String name) throws IOException {
        Files.getFileAttributeView(node, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setGroup(node.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name));
    }
}
