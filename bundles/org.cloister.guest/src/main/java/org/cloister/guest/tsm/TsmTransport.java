// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.tsm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cloister.guest.GuestTransport;
import org.cloister.guest.SecureGuest;

/** The way through configfs. Has reports and their certificates, no keys. */
public final class TsmTransport implements GuestTransport {
    private final Path root;

    /** The way through a folder, {@link TsmGuest#ROOT} on Linux. */
    public TsmTransport(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return "configfs-tsm";
    }

    @Override
    public Optional<String> obstacle() {
        if (!Files.isDirectory(root)) {
            return Optional.of(root + " is missing; this takes Linux 6.7 or newer in the guest, configfs mounted"
                    + " (mount -t configfs none /sys/kernel/config) and the module sev-guest");
        }
        if (!Files.isWritable(root)) {
            return Optional.of(root + " is not for this user to write in; run this as root");
        }
        return Optional.empty();
    }

    @Override
    public SecureGuest open() {
        return new TsmGuest(root);
    }
}
