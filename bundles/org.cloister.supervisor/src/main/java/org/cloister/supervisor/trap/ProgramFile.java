// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file of a program (elf(5)).
 *
 * @param path where it lies
 */
public record ProgramFile(Path path) {
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int CLASS_32 = 1;

    /** The program that a process executes. */
    public static ProgramFile of(int process) {
        return new ProgramFile(Path.of("/proc/" + process + "/exe"));
    }

    /** Whether its system calls are those of 32 bits, which no filter here knows. */
    public boolean isOf32Bits() {
        try (InputStream file = Files.newInputStream(path)) {
            byte[] begin = file.readNBytes(MAGIC.length + 1);
            return begin.length == MAGIC.length + 1
                    && Arrays.equals(begin, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                    && begin[MAGIC.length] == CLASS_32;
        } catch (IOException e) {
            return false;
        }
    }
}
