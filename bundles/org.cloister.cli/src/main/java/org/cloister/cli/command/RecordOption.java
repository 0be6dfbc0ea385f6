// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

/** Where a platform that is kept writes down who did what. The program around opens it before there is a platform. */
final class RecordOption implements OptionGroup {
    private final OptionRows rows = new OptionRows();

    RecordOption() {
        rows.text(
                "--record",
                "FILE",
                "The file that records who did what, a line of JSON each; by default record.jsonl in"
                        + " $LOGS_DIRECTORY, else in the run folder.");
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
