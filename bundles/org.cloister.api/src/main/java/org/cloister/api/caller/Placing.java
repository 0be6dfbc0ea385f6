// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** How a file that is complete comes by its name. */
@FunctionalInterface
interface Placing {
    /**
     * Gives a file its name.
     *
     * @throws FileAlreadyExistsException when the name is taken and nothing may be replaced
     */
    void place(Path complete, Path target) throws IOException;

    /** Whatever has the name goes; a link is replaced, not followed. */
    static void over(Path complete, Path target) throws IOException {
        Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Nothing is replaced, whenever it came: a second name is refused where the name is taken, while a move would
     * replace it.
     */
    static void anew(Path complete, Path target) throws IOException {
        try {
            Files.createLink(target, complete);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (IOException | UnsupportedOperationException noSecondNames) {
            // As on a stick for cameras. An empty file takes the name, and only that one is replaced.
            reserved(complete, target);
            return;
        }
        Files.delete(complete);
    }

    private static void reserved(Path complete, Path target) throws IOException {
        Files.createFile(target);
        try {
            over(complete, target);
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }
}
