// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import picocli.CommandLine.Option;

/** The option by which a command describes itself. */
final class Help {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and do nothing else.")
    private boolean asked;
}
