// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;

/** Settings that have no option of their own: guest types that vendors bring have theirs. */
final class PropertyOptions implements OptionGroup {
    private static final String OPTION = "--property";

    private final OptionRows rows = new OptionRows();
    private final OptionRow<List<String>> given = rows.texts(
            OPTION, "NAME=VALUE", "A setting of the guest type that has no option of its own; may be repeated.");

    /**
     * All settings, these and those that have options.
     *
     * @throws org.cloister.api.CloisterException {@code property.syntax}; {@code property.twice} for one that is given
     *     already
     */
    Map<String, String> with(Map<String, String> named) {
        Map<String, String> all = new TreeMap<>(named);
        for (String setting : given.value()) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw Problem.input(CliCodes.PROPERTY_SYNTAX, "this is not a name and a value")
                        .at(OPTION)
                        .found(setting)
                        .expected("NAME=VALUE")
                        .remedy("write it as --property host-data=BASE64")
                        .exception();
            }
            String before = all.put(setting.substring(0, equals), setting.substring(equals + 1));
            if (before != null) {
                throw Problem.input(CliCodes.PROPERTY_TWICE, "this setting is given twice")
                        .at(OPTION + " " + setting)
                        .found(before)
                        .expected("each setting once")
                        .remedy("leave one of them out")
                        .exception();
            }
        }
        return all;
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
