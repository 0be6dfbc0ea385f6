package org.cloister.api.guest;

import java.util.Objects;
import java.util.Optional;

/**
 * A kernel that the firmware boots without a boot loader. Immutable.
 *
 * @param kernel the kernel image, setup part included
 * @param initrd the initial RAM disk, when there is one
 * @param commandLine the kernel's command line without a terminating zero; may be empty
 */
public record DirectBoot(Image kernel, Optional<Image> initrd, String commandLine) {
    /** Checks that all parts are there. */
    public DirectBoot {
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(initrd, "initrd");
        Objects.requireNonNull(commandLine, "commandLine");
    }
}
