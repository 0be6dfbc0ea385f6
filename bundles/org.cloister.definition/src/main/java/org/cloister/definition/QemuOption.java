// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.api.Problem;

/**
 * An option of QEMU's: {@code head,key=value,…}; a comma within a value is doubled (QEMU, util/keyval.c).
 *
 * @param head what stands first; empty when a key stands there
 * @param values by key, in their order
 */
record QemuOption(String head, Map<String, String> values) {
    private static final int LONGEST = 64 << 10;

    /**
     * Reads an option.
     *
     * @param where what the text is called in problems
     */
    static QemuOption parse(String where, String text) {
        if (text.length() > LONGEST) {
            throw wrong(
                    where,
                    DefinitionCodes.QEMU_LONG,
                    "this is too long",
                    text.length() + " characters",
                    "at most " + LONGEST);
        }
        if (text.startsWith("{")) {
            return new QemuOption("", JsonOption.parse(where, text));
        }
        Map<String, String> values = new LinkedHashMap<>();
        String head = "";
        boolean first = true;
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            if (equals < 0 && first) {
                head = part;
            } else if (equals < 1) {
                throw wrong(where, DefinitionCodes.QEMU_SYNTAX, "a part of this has no value", part, "key=value");
            } else if (values.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
                throw wrong(
                        where,
                        DefinitionCodes.QEMU_TWICE,
                        "a key is given twice",
                        part.substring(0, equals),
                        "each key once");
            }
            first = false;
        }
        return new QemuOption(head, values);
    }

    /** The parts between single commas, with doubled ones made single. */
    private static Iterable<String> parts(String text) {
        return java.util.Arrays.stream(text.replace(",,", "\0").split(",", -1))
                .map(part -> part.replace('\0', ','))
                .toList();
    }

    /** What {@link #parse} reads. */
    String text() {
        return values.entrySet().stream()
                .map(entry -> "," + entry.getKey() + "=" + entry.getValue().replace(",", ",,"))
                .collect(Collectors.joining("", head, ""));
    }

    private static RuntimeException wrong(String where, String code, String what, String found, String expected) {
        return Problem.input(code, what)
                .at(where)
                .found(found)
                .expected(expected)
                .remedy("write it as QEMU's -object and -machine take it: type,key=value,…")
                .exception();
    }
}
