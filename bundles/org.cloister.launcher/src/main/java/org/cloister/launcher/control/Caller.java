// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * What a command has of its caller, on either side of a connection.
 *
 * @param user the user at the other side, as the kernel reports it to the platform
 * @param in standard input
 * @param out gets the result
 * @param err gets everything else
 * @param files answers questions about the caller's files; how they are put is between those who ask and answer. It
 *     throws an {@link java.io.UncheckedIOException} when the caller has gone, and an {@link IllegalArgumentException}
 *     for what it does not answer
 * @param interrupted completes when the command has to end early
 */
public record Caller(
        String user,
        InputStream in,
        PrintStream out,
        PrintStream err,
        UnaryOperator<byte[]> files,
        CompletionStage<?> interrupted) {

    /** At the client's side, where the user is that of this process. */
    public Caller(
            InputStream in,
            PrintStream out,
            PrintStream err,
            UnaryOperator<byte[]> files,
            CompletionStage<?> interrupted) {
        this(System.getProperty("user.name"), in, out, err, files, interrupted);
    }
}
