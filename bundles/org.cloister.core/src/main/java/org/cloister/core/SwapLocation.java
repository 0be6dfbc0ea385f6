package org.cloister.core;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The location of a bundle that a swap installed. A framework that keeps its bundles over a restart keeps this with them, so that it says
 * what was replaced whenever the process ended: nothing else has to be written down.
 *
 * @param replaces the number of the bundle that was replaced, 0 for none
 * @param ranking how the replaced backend ranked
 * @param mark makes the location unique
 */
public record SwapLocation(long replaces, int ranking, String mark) {
    private static final Pattern FORM = Pattern.compile(
            "cloister-backend:(?<mark>[^?]+)\\?replaces=(?<replaces>\\d{1,18})&ranking=(?<ranking>-?\\d{1,9})");

    /** What a location says; empty when no swap installed the bundle. */
    public static Optional<SwapLocation> parse(String location) {
        Matcher form = FORM.matcher(location);
        return form.matches()
                ? Optional.of(new SwapLocation(
                        Long.parseLong(form.group("replaces")),
                        Integer.parseInt(form.group("ranking")),
                        form.group("mark")))
                : Optional.empty();
    }

    /** The location as text. */
    @Override
    public String toString() {
        return "cloister-backend:" + mark + "?replaces=" + replaces + "&ranking=" + ranking;
    }
}
