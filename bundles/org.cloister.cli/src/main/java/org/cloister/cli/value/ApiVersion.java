// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A version of the SEV API.
 *
 * @param major 0 to 255
 * @param minor 0 to 255
 */
public record ApiVersion(int major, int minor) {
    private static final int MOST = 255;
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

    /** Reads {@code MAJOR.MINOR}. */
    public static final class Converter implements ITypeConverter<ApiVersion> {
        @Override
        public ApiVersion convert(String text) {
            Matcher form = FORM.matcher(text);
            if (form.matches()) {
                int major = Integer.parseInt(form.group(1));
                int minor = Integer.parseInt(form.group(2));
                if (major <= MOST && minor <= MOST) {
                    return new ApiVersion(major, minor);
                }
            }
            throw new TypeConversionException("'" + text + "' is not a version MAJOR.MINOR, each 0 to 255");
        }
    }
}
