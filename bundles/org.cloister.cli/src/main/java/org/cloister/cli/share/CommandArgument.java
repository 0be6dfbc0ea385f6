// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cloister.amd.setting.AmdType;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option or an operand.
 *
 * @param names of an option, with their hyphens; none of an operand
 * @param label what stands for its value; empty where an option takes none
 * @param meaning a sentence or two
 * @param repeated whether it may be given more than once
 * @param required whether it has to be given
 */
record CommandArgument(List<String> names, String label, String meaning, boolean repeated, boolean required) {
    private static final Set<String> FILES = Set.of("FILE", "DIR", "JAR", "PATH", "OUT", "TABLE");

    static CommandArgument of(ArgSpec model) {
        List<String> names = model instanceof OptionSpec option ? Arrays.asList(option.names()) : List.of();
        String label = model.arity().max() == 0 ? "" : model.paramLabel();
        String meaning = String.join(" ", model.description());
        return new CommandArgument(names, label, meaning, model.isMultiValue(), model.required());
    }

    boolean takesValue() {
        return !label.isEmpty();
    }

    /** The values that are known beforehand. */
    List<String> values() {
        if (label.startsWith("TYPE")) {
            return Arrays.stream(AmdType.values())
                    .map(type -> type.type().name())
                    .toList();
        }
        return label.matches("[a-z0-9.-]+(\\|[a-z0-9.-]+)+") ? Arrays.asList(label.split("\\|")) : List.of();
    }

    /** Whether its value names a file or a folder. */
    boolean takesFile() {
        return FILES.contains(label);
    }
}
