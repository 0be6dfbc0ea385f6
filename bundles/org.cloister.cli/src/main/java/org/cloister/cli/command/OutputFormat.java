// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.function.Supplier;
import org.cloister.cli.session.CommandContext;
import picocli.CommandLine.Option;

/** The option by which every command with a result can give it as JSON. */
final class OutputFormat {
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

    /** Prints a result in the form that is asked for; the other form is not made. */
    void print(CommandContext session, Supplier<String> json, Supplier<List<String>> text) {
        List<String> lines = json() ? List.of(json.get()) : text.get();
        lines.forEach(session.streams().out()::println);
    }
}
