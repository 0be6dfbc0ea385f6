// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/** Problems of files and folders that have to be safe, in words for people. */
final class FileProblem {
    private FileProblem() {}

    static CloisterException missing(Path path) {
        return Problem.host(ProblemCodes.FILES_MISSING, "there is no such file or folder")
                .at(path.toString())
                .exception();
    }

    static CloisterException kind(Path path, String expected) {
        return Problem.host(ProblemCodes.FILES_KIND, "this is something else than it has to be")
                .at(path.toString())
                .expected(expected)
                .remedy("move it away, or name another path")
                .exception();
    }

    static CloisterException link(Path path, String expected) {
        return Problem.host(ProblemCodes.FILES_LINK, "this is a symbolic link, which is not followed here")
                .at(path.toString())
                .expected(expected)
                .remedy("name what it points to")
                .exception();
    }

    static CloisterException owner(Path path, int user) {
        return Problem.host(ProblemCodes.FILES_OWNER, "this belongs to another user")
                .at(path.toString())
                .found("user " + user)
                .expected("user " + ThisUser.number())
                .remedy("name another path, or see that what is in it is right, then chown " + ThisUser.number() + " "
                        + path)
                .exception();
    }

    static CloisterException parent(Path path, Path folder, String found) {
        return Problem.host(
                        ProblemCodes.FILES_PARENT, "a folder above is not safe, so that other users could replace this")
                .at(path.toString())
                .found(folder + ": " + found)
                .remedy("name another path, or fix that folder: its owner has to be root or user " + ThisUser.number()
                        + ", and others must not write there (chmod go-w), or not replace what is there (chmod +t)")
                .exception();
    }

    static CloisterException failed(Path path, IOException cause) {
        return Problem.host(ProblemCodes.FILES_IO, "this cannot be read or written")
                .at(path.toString())
                .found(reason(cause))
                .remedy("look at the permissions, and at the room on its file system")
                .exception(cause);
    }

    /** Java's messages are bare file names where its classes say what is wrong. */
    static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "no permission";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "something is there already";
        }
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (cause instanceof NotDirectoryException) {
            return "no folder";
        }
        if (cause instanceof DirectoryNotEmptyException) {
            return "a folder that is not empty";
        }
        if (cause instanceof FileSystemLoopException) {
            return "a circle of links";
        }
        String said = cause instanceof FileSystemException known ? known.getReason() : cause.getMessage();
        return said == null ? cause.toString() : said;
    }
}
