// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cloister.api.guest.Image;
import org.cloister.owner.verify.AppraisalPolicy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What the relying party demands of a report: an option for each item that a policy can have, and a file with several.
 */
final class AppraisalOptions {
    private static final Map<String, String> SHORT = Map.of("minimum-tcb", "--min-tcb");
    private static final int POLICY_MEBIBYTES = 1;

    private final Map<String, List<String>> demands = new TreeMap<>();
    private String file;

    void addTo(CommandSpec command) {
        AppraisalPolicy.items().forEach((name, syntax) -> command.addOption(option(name, syntax)));
        command.addOption(OptionSpec.builder("--policy-file")
                .paramLabel("FILE")
                .description("Demands in a file, a line NAME = VALUE for each; options come before it.")
                .arity("1")
                .type(String.class)
                .setter(new Setter(value -> file = value))
                .build());
    }

    /** The demands of the file, with those of the options in place of its own. */
    AppraisalPolicy policy(InputFiles files) {
        AppraisalPolicy given = AppraisalPolicy.of(demands);
        if (file == null) {
            return given;
        }
        Image text = files.read("--policy-file", file, POLICY_MEBIBYTES);
        String content = new String(text.content().toArray(), StandardCharsets.UTF_8);
        return AppraisalPolicy.parse(content, text.name()).with(given);
    }

    private OptionSpec option(String name, String syntax) {
        String[] names =
                Stream.of(SHORT.get(name), "--" + name).filter(Objects::nonNull).toArray(String[]::new);
        Setter setter = new Setter(
                value -> demands.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
        if (syntax.equals("yes")) {
            return OptionSpec.builder(names)
                    .arity("0")
                    .type(boolean.class)
                    .description("Demand it.")
                    .setter(setter)
                    .build();
        }
        return OptionSpec.builder(names)
                .paramLabel("VALUE")
                .description(syntax)
                .arity("1")
                .type(String.class)
                .setter(setter)
                .build();
    }

    /** Takes an option's value as text; a switch stands for {@code yes}. */
    private record Setter(Consumer<String> target) implements ISetter {
        @Override
        public <T> T set(T value) {
            if (value instanceof String text) {
                target.accept(text);
            } else if (Boolean.TRUE.equals(value)) {
                target.accept("yes");
            }
            return value;
        }
    }
}
