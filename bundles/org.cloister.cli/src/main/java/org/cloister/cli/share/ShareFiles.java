// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** Texts made from the models of commands: completion for shells, and manual pages. They depend on the models alone. */
public final class ShareFiles {
    private ShareFiles() {}

    /**
     * What completes the program in a shell.
     *
     * @param program with all of its commands
     */
    public static String completion(CompletedShell shell, CommandLine program) {
        // The words behind help are those of the commands themselves
        List<CommandPage> completed = CommandPage.all(program).stream()
                .filter(page -> !page.place().equals(" help"))
                .toList();
        return switch (shell) {
            case BASH -> new BashCompletion(completed).text();
            case ZSH -> new ZshCompletion(completed).text();
            case FISH -> new FishCompletion(completed).text();
        };
    }

    /**
     * The files of the folder {@code share}, by the names below it.
     *
     * @param program with all of its commands
     * @param version for the foot of manual pages
     */
    public static Map<String, String> all(CommandLine program, String version) {
        Map<String, String> files = new TreeMap<>();
        for (CompletedShell shell : CompletedShell.values()) {
            files.put(shell.file(), completion(shell, program));
        }
        for (CommandPage page : CommandPage.all(program)) {
            ManualPage manual = new ManualPage(page, version);
            files.put("man/man1/" + manual.name() + ".1", manual.text());
        }
        return files;
    }
}
