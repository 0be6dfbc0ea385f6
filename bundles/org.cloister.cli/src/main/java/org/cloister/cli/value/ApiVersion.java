// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import org.cloister.api.Numbers;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A version of the SEV API.
 *
 * @param major 0 to 255
 * @param minor 0 to 255
 */
public record ApiVersion(int major, int minor) {
    /** Reads {@code MAJOR.MINOR}. */
    public static final class Converter implements ITypeConverter<ApiVersion> {
        @Override
        public ApiVersion convert(String text) {
            return Numbers.parseVersion(text, 2, 2)
                    .map(numbers -> new ApiVersion(numbers.get(0), numbers.get(1)))
                    .orElseThrow(() ->
                            new TypeConversionException("'" + text + "' is not a version MAJOR.MINOR, each 0 to 255"));
        }
    }
}
