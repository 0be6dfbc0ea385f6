// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;

/** Files that tools exchange in base64, and some as they are: text of base64's letters alone is base64. */
final class Base64File {
    private static final int MEBIBYTES = 1;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]+=?\\s*=?\\s*");

    private final InputFiles files;
    private final Set<String> binary = new HashSet<>();

    Base64File(InputFiles files) {
        this.files = files;
    }

    /** What such a file holds. */
    Bytes read(String option, String name) {
        Bytes content = files.read(option, name, MEBIBYTES).content();
        String text = new String(content.toArray(), StandardCharsets.ISO_8859_1);
        if (BASE64.matcher(text).matches()) {
            return decode(option + " " + name, text);
        }
        binary.add(name);
        return content;
    }

    /** Names of the files that were read and held the bytes themselves. */
    Set<String> binary() {
        return Set.copyOf(binary);
    }

    /** The same in base64, as settings have it. */
    String text(String option, String name) {
        return encode(read(option, name));
    }

    /** Base64 on one line. */
    static String encode(Bytes content) {
        return Base64Text.encode(content);
    }

    /** A file's content in base64 on one line, without a line break. */
    static Bytes file(Bytes content) {
        return Bytes.of(encode(content).getBytes(StandardCharsets.US_ASCII));
    }

    private static Bytes decode(String where, String text) {
        try {
            return Base64Text.decode(text, Base64Text.Strictness.BLANKS);
        } catch (IllegalArgumentException e) {
            throw Problem.input(CliCodes.FILE_BASE64, "this is not base64")
                    .at(where)
                    .found(e.getMessage())
                    .expected("base64, or the bytes themselves")
                    .exception(e);
        }
    }
}
