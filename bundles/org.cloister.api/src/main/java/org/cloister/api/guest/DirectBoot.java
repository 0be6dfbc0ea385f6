// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A kernel that the firmware boots without a boot loader. Immutable.
 *
 * @param kernel the kernel image, setup part included
 * @param initrd the initial RAM disk, when there is one
 * @param commandLine the kernel's command line without a terminating zero; may be empty
 */
public record DirectBoot(Image kernel, Optional<Image> initrd, String commandLine) {
    /**
     * Checks that all parts are there.
     *
     * @throws org.cloister.api.CloisterException {@code boot.command-line} when the command line has other bytes in a
     *     guest than here: a zero ends it there, and half of a surrogate pair is not a character
     */
    public DirectBoot {
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(initrd, "initrd");
        Objects.requireNonNull(commandLine, "commandLine");
        if (commandLine.indexOf(0) >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(commandLine)) {
            throw Problem.input(
                            ProblemCodes.BOOT_COMMAND_LINE,
                            "the kernel's command line is not text that a guest can be given")
                    .at("command line")
                    .expected("characters of Unicode, none of them zero")
                    .exception();
        }
    }
}
