// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import picocli.CommandLine.Option;

/** Where a platform that is kept writes down who did what. The program around opens it before there is a platform. */
final class RecordOption {
    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "The file that tells who did what, a line of JSON each; by default record.jsonl in"
                    + " $LOGS_DIRECTORY, else in the run folder.")
    private String file;
}
