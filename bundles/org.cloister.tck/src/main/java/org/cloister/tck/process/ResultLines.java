// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.process;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cloister.tck.check.CheckObserver;
import org.cloister.tck.check.CheckResult;
import org.cloister.tck.check.ContractRule;
import org.osgi.framework.Bundle;

/**
 * What goes on, as lines of JSON: {@code refused}, why a file is not a bundle; {@code bundle} with {@code name} and
 * {@code version}; {@code unknown}, a check that is wanted and that there is not; {@code provides}, a list;
 * {@code coming} and {@code begun} with {@code name}, {@code method} and {@code rule} of a check; the same three with
 * {@code status} and {@code seen} for one that has ended; {@code done} at the end. So who reads them knows what was
 * going on, and what was to come, when the process ended before.
 */
final class ResultLines implements CheckObserver {
    private final Consumer<String> lines;

    ResultLines(Consumer<String> lines) {
        this.lines = lines;
    }

    void bundle(Bundle bundle) {
        lines.accept("{\"bundle\":true," + pair("name", bundle.getSymbolicName()) + ","
                + pair("version", bundle.getVersion().toString()) + "}");
    }

    void provides(List<String> provided) {
        lines.accept(
                "{\"provides\":[" + provided.stream().map(ResultLines::quoted).collect(Collectors.joining(",")) + "]}");
    }

    /** The file under test is not a bundle. */
    void refused(String why) {
        lines.accept("{" + pair("refused", String.valueOf(why)) + "}");
    }

    void unknown(String name) {
        lines.accept("{" + pair("unknown", name) + "}");
    }

    void coming(ContractRule rule) {
        lines.accept("{\"coming\":true," + rule(rule) + "}");
    }

    @Override
    public void begun(ContractRule rule) {
        lines.accept("{\"begun\":true," + rule(rule) + "}");
    }

    @Override
    public void ended(CheckResult result) {
        lines.accept("{" + rule(result.rule()) + ","
                + pair("status", result.status().word()) + "," + pair("seen", result.seen()) + "}");
    }

    void done() {
        lines.accept("{\"done\":true}");
    }

    private static String rule(ContractRule rule) {
        return pair("name", rule.name()) + "," + pair("method", rule.method()) + "," + pair("rule", rule.text());
    }

    private static String pair(String name, String value) {
        return quoted(name) + ":" + quoted(value);
    }

    /** Everything but plain ASCII by its number, so that no encoding plays a part. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            boolean plain = one >= ' ' && one <= '~' && one != '"' && one != '\\';
            quoted.append(
                    plain
                            ? String.valueOf(one)
                            : "\\u" + Integer.toHexString(0x10000 | one).substring(1));
        }
        return quoted.append('"').toString();
    }
}
