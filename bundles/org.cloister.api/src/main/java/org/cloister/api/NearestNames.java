// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what a mistyped name may have been meant to be. */
public final class NearestNames {
    private static final int OFFERED = 3;
    /** One letter of so many may be wrong. */
    private static final int SHARE = 3;

    private NearestNames() {}

    /**
     * The known names that differ least from a wrong one, the nearest first.
     *
     * @return at most three; at least one when any is known
     */
    public static List<String> to(String wrong, Collection<String> known) {
        Comparator<String> byDistance = Comparator.comparingInt(name -> distance(wrong, name));
        return known.stream()
                .sorted(byDistance.thenComparing(Comparator.naturalOrder()))
                .limit(OFFERED)
                .toList();
    }

    /** Whether a name differs from a known one by so few letters that it was most probably meant to be that. */
    public static boolean isNear(String wrong, String known, int letters) {
        return distance(wrong, known) <= letters;
    }

    /**
     * A sentence that offers those of them that are near: {@code did you mean a, b or c?} A name that is not, because
     * more than a third of the letters differ and neither begins with the other, is not offered, as that would mislead.
     */
    public static String offer(String wrong, Collection<String> known) {
        List<String> names =
                to(wrong, known).stream().filter(name -> isLike(wrong, name)).toList();
        if (names.isEmpty()) {
            return "no name that is known is like it";
        }
        if (names.size() < 2) {
            return "did you mean " + String.join("", names) + "?";
        }
        int last = names.size() - 1;
        return "did you mean " + String.join(", ", names.subList(0, last)) + " or " + names.get(last) + "?";
    }

    private static boolean isLike(String wrong, String known) {
        String left = shortened(wrong);
        String right = shortened(known);
        boolean beginning =
                Math.min(left.length(), right.length()) >= SHARE && (left.startsWith(right) || right.startsWith(left));
        return beginning || isNear(wrong, known, Math.max(1, wrong.length() / SHARE));
    }

    /** Levenshtein's distance, case aside, with a bound on the length that is compared. */
    private static int distance(String left, String right) {
        String from = shortened(left);
        String to = shortened(right);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            nextRow(row, i, from.charAt(i - 1), to);
        }
        return row[to.length()];
    }

    private static void nextRow(int[] row, int i, char letter, String to) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j < row.length; j++) {
            int replaced = diagonal + (letter == to.charAt(j - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
        }
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), 64)).toLowerCase(java.util.Locale.ROOT);
    }
}
