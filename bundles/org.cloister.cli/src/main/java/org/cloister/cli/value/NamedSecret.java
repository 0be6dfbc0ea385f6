// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.amd.firmware.Guid;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A file with a secret, and the name by which the guest finds it.
 *
 * @param guid the name
 * @param file the file's name
 */
public record NamedSecret(Guid guid, String file) {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}):(.+)");

    /** Reads {@code GUID:FILE}. */
    public static final class Converter implements ITypeConverter<NamedSecret> {
        @Override
        public NamedSecret convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not GUID:FILE, as 736869e5-84f0-4973-92ec-06879ce3da0b:passphrase.txt");
            }
            return new NamedSecret(Guid.of(form.group(1)), form.group(2));
        }
    }
}
