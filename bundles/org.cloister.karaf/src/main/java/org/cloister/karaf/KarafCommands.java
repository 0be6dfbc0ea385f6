// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;

/** Gives every command to Karaf's shell for as long as the bundle that carries them out is there. */
public final class KarafCommands {
    private final Registry registry;
    private final List<KarafCommand> commands;

    /**
     * The commands, by the services of {@code org.cloister.cli} that share only the JDK's classes.
     *
     * @param entry carries a command out
     * @param completion tells what can follow words
     */
    public KarafCommands(
            SessionFactory shell,
            ToIntFunction<Map<String, Object>> entry,
            Function<List<String>, Map<String, String>> completion) {
        registry = shell.getRegistry();
        commands = completion.apply(List.of()).entrySet().stream()
                .map(row -> new KarafCommand(row.getKey(), row.getValue(), entry, completion))
                .toList();
    }

    /** Called by Declarative Services. */
    public void activate() {
        commands.forEach(registry::register);
    }

    /** Called by Declarative Services. */
    public void deactivate() {
        commands.forEach(registry::unregister);
    }
}
