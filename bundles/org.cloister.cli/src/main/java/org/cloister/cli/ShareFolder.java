// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.LocalFiles;
import org.cloister.cli.command.CloisterCommand;
import org.cloister.cli.command.Version;
import org.cloister.cli.session.ClassPathServices;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.Streams;
import org.cloister.cli.share.ShareFiles;
import picocli.CommandLine;

/**
 * Writes the files below {@code share/} of the distribution that are made from the commands' models: completion for
 * shells, where these look for it, and manual pages. What is written depends on the commands and the version alone.
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
        for (Map.Entry<String, String> file :
                ShareFiles.all(program(), Version.text()).entrySet()) {
            Path path = Path.of(arguments[0], file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** The program with all commands, whose models need nothing around them. */
    public static CommandLine program() {
        Streams streams = new Streams(InputStream.nullInputStream(), System.out, System.err, false);
        return CloisterCommand.complete(
                new CommandContext(streams, new LocalFiles(Path.of("")), new ClassPathServices(), new Cancellation()));
    }
}
