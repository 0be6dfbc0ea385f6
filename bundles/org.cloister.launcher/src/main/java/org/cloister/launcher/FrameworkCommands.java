// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Commands that need services: they run in a framework that is there for their length. */
final class FrameworkCommands {
    private FrameworkCommands() {}

    static int run(Installation installation, Call call) throws StartException {
        // Standard output is for the result alone; a framework and its bundles may print there
        System.setOut(System.err);
        List<Path> bundles = installation.bundles().stream()
                .filter(Predicate.not(Shell::isPart))
                .toList();
        try (EmbeddedFramework framework = EmbeddedFramework.start(
                        installation.settings(), bundles, installation.temporary(), installation.own());
                CommandService commands = CommandService.in(framework)) {
            framework.complaints().forEach(line -> call.err().println("cloister: " + line));
            return commands.run(call);
        }
    }
}
