// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a moment: {@code 2025-06-01T12:00:00Z}, or a day, which begins at midnight UTC. */
public final class InstantOption implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a moment; write it as 2025-06-01T12:00:00Z or 2025-06-01");
        }
    }
}
