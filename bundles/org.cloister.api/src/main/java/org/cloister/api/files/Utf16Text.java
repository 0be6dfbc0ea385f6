// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import org.cloister.api.Bytes;

/** Text in UTF-16, as editors and shells of some systems save it. It is named where it is found, and read nowhere. */
public final class Utf16Text {
    /** What it is. */
    public static final String TITLE = "text in UTF-16";

    /** What to do with it. */
    public static final String REMEDY = "save it as ASCII or UTF-8, as 'iconv -f UTF-16 -t UTF-8' does";

    private Utf16Text() {}

    /** Whether bytes begin with its byte order mark, of either order. */
    public static boolean seems(Bytes content) {
        int mark = content.length() < 2 ? 0 : content.at(0) << Byte.SIZE | content.at(1);
        return mark == 0xfeff || mark == 0xfffe;
    }
}
