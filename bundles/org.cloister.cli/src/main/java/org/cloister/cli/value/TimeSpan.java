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

    @Override
    public Duration convert(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a span of time; write it as 500ms, 30s or 5m");
        }
        return Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
    }
}
