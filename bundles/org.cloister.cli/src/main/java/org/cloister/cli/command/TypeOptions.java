// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.launch.TypeChoice;
import picocli.CommandLine.Option;

/** The options that choose a guest type. */
final class TypeOptions {
    private static final String AUTO = "auto";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = AUTO,
            description = "The guest type, such as sev-snp, and no other; auto (the default) takes the strongest.")
    private String type;

    @Option(names = "--minimum", paramLabel = "TYPE", description = "The weakest type that auto may take.")
    private String minimum;

    /** What was chosen; {@code type.name} or {@code type.minimum} when it makes no sense. */
    TypeChoice choice() {
        if (type.equals(AUTO)) {
            return new TypeChoice.Auto(Optional.ofNullable(minimum).map(GuestType::new));
        }
        if (minimum != null) {
            throw Problem.input("type.minimum", "--minimum is for --type auto, and the type is named")
                    .found(type)
                    .remedy("leave one of them out")
                    .exception();
        }
        return new TypeChoice.Named(new GuestType(type));
    }
}
