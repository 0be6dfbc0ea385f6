// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Collects the options and operands of a command in the order in which its fields declare them, which is that of the
 * help.
 */
final class OptionRows {
    private final List<OptionRow<?>> rows = new ArrayList<>();
    private int operands;

    /** An option with a value. */
    OptionRow<String> text(String names, String label, String... meaning) {
        return add(OptionRow.option(names, label, meaning));
    }

    /** An option that may be repeated, each time with a value. */
    OptionRow<List<String>> texts(String names, String label, String... meaning) {
        return text(names, label, meaning).many("1");
    }

    /** An option without a value. */
    OptionRow<Boolean> flag(String names, String... meaning) {
        return add(OptionRow.flag(names, meaning));
    }

    /** The next operand, which has to be given. */
    OptionRow<String> operand(String label, String... meaning) {
        return add(OptionRow.operand(String.valueOf(operands++), "1", label, meaning));
    }

    /** The next operand, which may be left out. */
    OptionRow<String> optionalOperand(String label, String... meaning) {
        return add(OptionRow.operand(String.valueOf(operands++), "0..1", label, meaning));
    }

    /** All operands that are left. */
    OptionRow<List<String>> operands(String arity, String label, String... meaning) {
        return add(OptionRow.operand(operands + "..*", arity, label, meaning).many(arity));
    }

    /** Options that several commands have. */
    <G extends OptionGroup> G add(G group) {
        rows.addAll(group.rows().rows);
        return group;
    }

    /** A row that was made elsewhere. */
    <V> OptionRow<V> add(OptionRow<V> row) {
        rows.add(row);
        return row;
    }

    List<OptionRow<?>> all() {
        return rows;
    }

    /** Has a command take all of them. */
    void addTo(CommandSpec command) {
        rows.forEach(row -> row.addTo(command));
    }
}
