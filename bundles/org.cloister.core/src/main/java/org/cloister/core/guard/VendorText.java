// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import org.cloister.api.guest.LaunchPlan;

/** Words of a vendor's, fit for one line of a terminal or a log. */
public final class VendorText {
    private static final int LONGEST = 400;
    private static final int LONGEST_NOTE = 4000;

    private VendorText() {}

    /** A short text, such as a name or a message. */
    public static String line(String text) {
        return plain(text, LONGEST);
    }

    /** A text for people, such as a reason. */
    public static String note(String text) {
        return plain(text, LONGEST_NOTE);
    }

    /** A plan with notes that can be printed. */
    public static LaunchPlan cleaned(LaunchPlan plan) {
        List<String> notes = plan.notes().stream().map(VendorText::note).toList();
        return notes.equals(plan.notes())
                ? plan
                : new LaunchPlan(
                        plan.type(),
                        plan.memory(),
                        plan.ranges(),
                        plan.vcpus(),
                        plan.vcpusMeasured(),
                        plan.policy(),
                        plan.profile(),
                        notes);
    }

    private static String plain(String text, int longest) {
        String line = text.length() > longest ? text.substring(0, longest) + "…" : text;
        if (line.codePoints().noneMatch(VendorText::isControl)) {
            return line;
        }
        return line.codePoints()
                .map(c -> isControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Also what changes the direction of writing, and the separators of lines. */
    private static boolean isControl(int c) {
        int kind = Character.getType(c);
        return Character.isISOControl(c)
                || kind == Character.FORMAT
                || kind == Character.LINE_SEPARATOR
                || kind == Character.PARAGRAPH_SEPARATOR;
    }
}
