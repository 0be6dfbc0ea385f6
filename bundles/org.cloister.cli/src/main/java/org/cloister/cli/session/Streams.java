// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.session;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Objects;

/**
 * Where a command reads from and writes to.
 *
 * @param in standard input
 * @param out gets results and nothing else
 * @param err gets everything that is not a result
 * @param interactive whether a person watches {@code err}, so that progress is worth showing
 */
public record Streams(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    /** Checks that the streams are there. */
    public Streams {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(err, "err");
    }
}
