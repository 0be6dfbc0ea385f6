// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;

/**
 * Gives every command to Karaf's shell for as long as the bundle that carries them out is there. It is a service for
 * the classes that Karaf makes itself, by the header {@code Karaf-Commands}.
 */
public final class KarafCommands {
    private final Registry registry;
    private final Map<String, KarafCommand> commands = new LinkedHashMap<>();

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
        completion
                .apply(List.of())
                .forEach((name, meaning) -> commands.put(name, new KarafCommand(name, meaning, entry, completion)));
    }

    /** Called by Declarative Services. */
    public void activate() {
        registered().forEach(registry::register);
    }

    /** Called by Declarative Services. */
    public void deactivate() {
        registered().forEach(registry::unregister);
    }

    /** All but the one that Karaf makes itself of {@link HelpAction}. */
    private Stream<KarafCommand> registered() {
        return commands.values().stream().filter(command -> !command.getName().equals(HelpAction.NAME));
    }

    KarafCommand command(String name) {
        return commands.get(name);
    }

    Set<String> names() {
        return commands.keySet();
    }
}
