// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.launch.TypeChoice;
import org.cloister.cli.codes.CliCodes;

/** The options that choose a guest type. */
final class TypeOptions implements OptionGroup {
    private static final String AUTO = "auto";

    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> type = rows.text(
                    "--type",
                    "TYPE",
                    "The guest type, such as sev-snp, and no other; auto (the default) takes the strongest.")
            .fallback(AUTO);
    private final OptionRow<String> minimum = rows.text("--minimum", "TYPE", "The weakest type that auto may take.");

    /** What was chosen; {@code type.name} or {@code type.minimum} when it makes no sense. */
    TypeChoice choice() {
        if (type.value().equals(AUTO)) {
            return new TypeChoice.Auto(Optional.ofNullable(minimum.value()).map(GuestType::new));
        }
        if (minimum.value() != null) {
            throw Problem.input(CliCodes.TYPE_MINIMUM, "--minimum is for --type auto, and the type is named")
                    .found(type.value())
                    .remedy("leave one of them out")
                    .exception();
        }
        return new TypeChoice.Named(new GuestType(type.value()));
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
