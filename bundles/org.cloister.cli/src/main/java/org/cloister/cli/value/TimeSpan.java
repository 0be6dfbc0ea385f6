// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a span of time: a number with {@code ms}, {@code s}, {@code m} or {@code h}. */
public final class TimeSpan implements ITypeConverter<Duration> {
    // Nine digits of hours would not fit into the 292 years that a deadline in nanoseconds can lie ahead
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS);

    private final Duration least;

    /** Any span, also none at all. */
    public TimeSpan() {
        this(Duration.ZERO);
    }

    private TimeSpan(Duration least) {
        this.least = least;
    }

    /** A span in which something can be done. */
    public static TimeSpan some() {
        return new TimeSpan(Duration.ofMillis(1));
    }

    @Override
    public Duration convert(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a span of time; write it as 500ms, 30s or 5m");
        }
        Duration span = Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
        if (span.compareTo(least) < 0) {
            throw new TypeConversionException("nothing can be done in '" + text + "'; give it 1ms or more");
        }
        return span;
    }
}
