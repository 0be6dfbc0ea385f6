// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rules of one kind of service: each with its check, or with the reason why it has none.
 *
 * @param <S> what the checks look at
 * @param rules all rules, in the order of the table
 * @param checks the checks of those that have one, in the same order
 */
public record RuleTable<S>(List<ContractRule> rules, List<VendorCheck<S>> checks) {
    private static final Pattern COLUMNS = Pattern.compile("\\s+\\|\\s+");
    private static final int REASON = 4;

    /** Copies the lists. */
    public RuleTable {
        rules = List.copyOf(rules);
        checks = List.copyOf(checks);
    }

    /**
     * Reads a table, a resource, and gives each rule its check.
     *
     * @param beside a class that lies beside the resource
     * @param bodies a body for each rule that states no reason for having none, and for no other
     */
    public static <S> RuleTable<S> read(Class<?> beside, String resource, CheckBodies<S> bodies) {
        List<ContractRule> rules = new ArrayList<>();
        List<VendorCheck<S>> checks = new ArrayList<>();
        for (String line : lines(beside, resource)) {
            String[] columns = COLUMNS.split(line);
            Optional<String> reason = columns.length > REASON ? Optional.of(columns[REASON]) : Optional.empty();
            ContractRule rule = new ContractRule(columns[0], columns[1], columns[3], reason);
            rules.add(rule);
            VendorCheck.Body<S> body = bodies.all().get(rule.name());
            if (body != null) {
                List<String> needs = Stream.of(columns[2].split(" "))
                        .filter(need -> !need.equals("-"))
                        .toList();
                checks.add(new VendorCheck<>(rule, needs, body));
            }
        }
        requireAgreement(rules, bodies);
        return new RuleTable<>(rules, checks);
    }

    private static List<String> lines(Class<?> beside, String resource) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(beside.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireAgreement(List<ContractRule> rules, CheckBodies<?> bodies) {
        Set<String> differing = new TreeSet<>(bodies.all().keySet());
        for (ContractRule rule : rules) {
            if (rule.unchecked().isPresent() == differing.contains(rule.name())) {
                throw new IllegalStateException(
                        rule.name() + " has both a check and a reason to have none, or neither");
            }
            differing.remove(rule.name());
        }
        if (!differing.isEmpty()) {
            throw new IllegalStateException("checks without a rule: " + differing);
        }
    }
}
