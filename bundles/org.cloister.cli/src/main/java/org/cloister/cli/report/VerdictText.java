// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.cloister.owner.verify.Link;
import org.cloister.owner.verify.Stage;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;

/**
 * Verdicts for people: the verdict with its reason, how many checks ended how, who signed which certificate as a tree,
 * then the checks by stage.
 */
public final class VerdictText {
    private VerdictText() {}

    /**
     * The verdict on a report, in lines.
     *
     * @param all whether the checks that nobody asked for are listed too
     */
    public static List<String> of(VerificationResult result, boolean all) {
        List<String> lines = new ArrayList<>();
        lines.add(VerdictLine.of(result));
        lines.add(VerdictLine.count(result));
        lines.addAll(tree(result.links()));
        for (Stage stage : Stage.values()) {
            List<VerificationCheck> checks = result.checks().stream()
                    .filter(check -> check.stage() == stage && (all || check.demanded()))
                    .toList();
            if (!checks.isEmpty()) {
                lines.add(stage.toString());
                lines.addAll(table(checks).lines());
            }
        }
        if (!result.requests().isEmpty()) {
            lines.add("to be fetched from");
            result.requests().forEach(request -> lines.add("  " + request.address()));
        }
        // Whoever names a file in a folder of certificates must not write a line of his own
        return lines.stream().map(Printable::of).toList();
    }

    /** The verdicts on some chains, in lines, an empty one between two. */
    public static List<String> ofChains(List<VerificationResult> results) {
        List<String> lines = new ArrayList<>();
        for (VerificationResult result : results) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(of(result, false));
        }
        return lines;
    }

    private static Table table(List<VerificationCheck> checks) {
        Table table = new Table("  ");
        checks.forEach(check -> table.row(check.status().toString(), check.name(), check.detail()));
        return table;
    }

    private static List<String> tree(List<Link> links) {
        List<String> lines = new ArrayList<>();
        links.stream()
                .map(Link::signer)
                .filter(signer -> links.stream()
                        .noneMatch(link ->
                                link.signed().equals(signer) && !link.signer().equals(signer)))
                .distinct()
                .forEach(root -> branch(root, "", "", links, lines));
        return lines;
    }

    private static void branch(String name, String head, String indent, List<Link> links, List<String> lines) {
        lines.add(head + name);
        List<Link> below = links.stream()
                .filter(link -> link.signer().equals(name) && !link.signed().equals(name))
                .toList();
        for (int i = 0; i < below.size(); i++) {
            boolean last = i == below.size() - 1;
            Link link = below.get(i);
            String mark = indent + (last ? "└─ " : "├─ ") + "signature "
                    + link.check().status() + ": ";
            branch(link.signed(), mark, indent + (last ? "   " : "│  "), links, lines);
        }
    }
}
