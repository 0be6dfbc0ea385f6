// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/** Problems of files that cannot be written. */
final class Unwritable {
    private Unwritable() {}

    static CloisterException folder(Path target) {
        return Problem.input(ProblemCodes.FILE_FOLDER, "this is a folder")
                .at(target.toString())
                .expected("a file")
                .exception();
    }

    static CloisterException noFile(Path target) {
        return Problem.input(
                        ProblemCodes.FILE_KIND,
                        "this is a device, a pipe or a socket, and no file that could be replaced")
                .at(target.toString())
                .expected("a file")
                .remedy("write a file, and copy it there")
                .exception();
    }

    static CloisterException exists(Path target) {
        return Problem.input(ProblemCodes.FILE_EXISTS, "this file exists already")
                .at(target.toString())
                .remedy("replace it with --force, or name another")
                .exception();
    }

    static CloisterException input(Path target) {
        return Problem.input(ProblemCodes.FILE_INPUT, "this file was read by the same command, which would replace it")
                .at(target.toString())
                .expected("an output that is none of the inputs, even with --force")
                .remedy("name another file")
                .exception();
    }

    static CloisterException because(Path target, IOException cause) {
        if (cause instanceof FileAlreadyExistsException || cause instanceof NoSuchFileException) {
            return Problem.input(ProblemCodes.FILE_FOLDER, "the folder of this file is none")
                    .at(target.toString())
                    .found(cause.getMessage())
                    .exception(cause);
        }
        if (cause instanceof AccessDeniedException) {
            return Problem.input(ProblemCodes.FILE_DENIED, "you may not write this file")
                    .at(target.toString())
                    .exception(cause);
        }
        return Problem.operation(ProblemCodes.FILE_UNWRITABLE, "this file cannot be written")
                .at(target.toString())
                .found(cause.getMessage())
                .exception(cause);
    }
}
