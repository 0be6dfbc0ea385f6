// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.function.UnaryOperator;

/** Puts the framework's properties into values, where <code>${NAME}</code> stands for one. */
final class Substitution {
    private Substitution() {}

    static String of(String value, UnaryOperator<String> properties, int line) throws WrongLine {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        for (int from = value.indexOf("${"); from >= 0; from = value.indexOf("${", at)) {
            int to = value.indexOf('}', from);
            if (to < 0) {
                throw new WrongLine(line, "a name begins here and does not end", value.substring(from), "${NAME}");
            }
            String name = value.substring(from + 2, to);
            String property = properties.apply(name);
            if (property == null) {
                throw new WrongLine(line, "the framework has no property of this name", name, "one that it has");
            }
            whole.append(value, at, from).append(property);
            at = to + 1;
        }
        return whole.append(value.substring(at)).toString();
    }
}
