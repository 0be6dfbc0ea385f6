package org.cloister.cli.command;

import picocli.CommandLine.Option;

/** The option by which every command with a result can give it as JSON. */
final class Answer {
    /** What a result is written for. */
    enum Form {
        /** People. */
        TEXT,
        /** Programs: one JSON document. */
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "TEXT",
            description = "For people (the default) or for programs.")
    private Form form;

    boolean json() {
        return form == Form.JSON;
    }
}
