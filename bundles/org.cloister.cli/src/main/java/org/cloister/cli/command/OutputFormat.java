// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.function.Supplier;
import org.cloister.cli.session.CommandContext;

/** The option by which every command with a result can give it as JSON. */
final class OutputFormat implements OptionGroup {
    /** What a result is written for. */
    enum Form {
        /** People. */
        TEXT,
        /** Programs: one JSON document. */
        JSON
    }

    private final OptionRows rows = new OptionRows();
    private final OptionRow<Form> form = rows.text(
                    "-o --output", "text|json", "For people (the default) or for programs.")
            .as(Form.class)
            .fallback("TEXT");

    boolean json() {
        return form.value() == Form.JSON;
    }

    /** Prints a result in the form that is asked for; the other form is not made. */
    void print(CommandContext session, Supplier<String> json, Supplier<List<String>> text) {
        List<String> lines = json() ? List.of(json.get()) : text.get();
        lines.forEach(session.streams().out()::println);
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
