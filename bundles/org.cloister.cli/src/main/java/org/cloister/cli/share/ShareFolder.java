// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.LocalFiles;
import org.cloister.cli.command.CloisterCommand;
import org.cloister.cli.command.Version;
import org.cloister.cli.session.ClassPathServices;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.Streams;

/**
 * The files below {@code share/} of the distribution that are made from the commands' models: completion for shells,
 * where these look for it, and manual pages. What is written depends on the commands and the version alone.
 */
public final class ShareFolder {
    private ShareFolder() {}

    /**
     * Writes the files.
     *
     * @param arguments the folder {@code share}
     * @throws IOException when a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = Path.of(arguments[0], file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** The texts by their names, which begin below {@code share/}. */
    static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        List<CommandPage> pages = pages();
        // The words behind help are those of the commands themselves
        List<CommandPage> completed =
                pages.stream().filter(page -> !page.place().equals(" help")).toList();
        files.put("bash-completion/completions/cloister", new BashCompletion(completed).text());
        files.put("zsh/site-functions/_cloister", new ZshCompletion(completed).text());
        files.put("fish/vendor_completions.d/cloister.fish", new FishCompletion(completed).text());
        for (CommandPage page : pages) {
            ManualPage manual = new ManualPage(page, Version.text());
            files.put("man/man1/" + manual.name() + ".1", manual.text());
        }
        return files;
    }

    /** The program and all commands, whose models need nothing around them. */
    static List<CommandPage> pages() {
        Streams streams = new Streams(InputStream.nullInputStream(), System.out, System.err, false);
        return CommandPage.all(CloisterCommand.complete(
                new CommandContext(streams, new LocalFiles(Path.of("")), new ClassPathServices(), new Cancellation())));
    }
}
